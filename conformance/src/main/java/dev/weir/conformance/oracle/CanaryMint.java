package dev.weir.conformance.oracle;

import dev.weir.endpoints.leak.Canaries;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.ValueType;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes values that occur nowhere else, in the shape that an element needs, and remembers them as what must not get out.
 * SSN-shaped ones begin with 9, which was never issued; dates lie in a century in which nobody alive was born. Confined
 * to one thread.
 */
public final class CanaryMint {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int LONGEST = 24;

    private final byte[] secret;
    private final String caseId;
    private final Canaries canaries = new Canaries();
    private final Map<String, String> named = new HashMap<>();
    private final Map<String, String> places = new HashMap<>();
    private final Set<String> all = new LinkedHashSet<>();
    private int made;

    /**
     * Creates a mint for a case.
     *
     * @param secret secret of the run, from which all canaries follow
     */
    public CanaryMint(byte[] secret, String caseId) {
        this.secret = secret.clone();
        this.caseId = caseId;
    }

    /** Returns the values that must not get out. */
    public Canaries canaries() {
        return canaries;
    }

    /** Returns the values that must not get out towards a receiver that may see some. */
    public Canaries canariesBut(Set<String> released) {
        Canaries rest = new Canaries();
        all.stream()
                .filter(value -> !released.contains(value))
                .forEach(value -> rest.add(places.getOrDefault(value, ""), value));
        return rest;
    }

    /** Returns all values, also those that are too short to be searched for. */
    public Set<String> made() {
        return Set.copyOf(all);
    }

    /** Returns a new canary in the shape of an element. */
    public String of(Element element) {
        String value = shaped(element, caseId + " " + made++);
        return keep(element.path() + " of " + caseId + " (" + made + ")", value);
    }

    /** Returns the canary of a name, made at its first use. */
    public String named(String name, Element element) {
        return named.computeIfAbsent(name, n -> of(element));
    }

    /** Returns the canary of a name that is no element's: letters and digits of some length. */
    public String text(String name, int length) {
        return named.computeIfAbsent(name, n -> {
            String value = noise(caseId + " text " + n, length, false);
            return keep(n + " of " + caseId, value);
        });
    }

    /** Takes a value of a case as a canary. */
    public String taken(String place, String value) {
        return keep(place + " of " + caseId, value);
    }

    private String keep(String place, String value) {
        canaries.add(place, value);
        places.putIfAbsent(value, place);
        all.add(value);
        return value;
    }

    private String shaped(Element element, String place) {
        int width = Math.min(LONGEST, element.width() == 0 ? LONGEST : element.width());
        if (element.type() == ValueType.DATE) {
            byte[] noise = bytes(place);
            int days = (noise[0] & 0xFF) << 16 | (noise[1] & 0xFF) << 8 | noise[2] & 0xFF;
            return String.format(
                    Locale.ROOT, "%04d%02d%02d", 1801 + days % 99, 1 + days / 99 % 12, 2 + days / 1188 % 27);
        }
        String name = element.name();
        boolean digits = element.type() != ValueType.TEXT
                || name.contains("SSN")
                || name.contains("ZIP")
                || name.contains("PHONE")
                || name.contains("TAX-ID");
        return noise(place, width, digits);
    }

    private String noise(String place, int width, boolean digits) {
        byte[] noise = bytes(place);
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < width; i++) {
            int next = noise[i % noise.length] & 0xFF;
            value.append(digits ? (char) ('0' + next % 10) : BASE32.charAt(next & 31));
        }
        if (digits) {
            value.setCharAt(0, '9');
        }
        return value.toString();
    }

    private byte[] bytes(String place) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(place.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is part of every Java runtime", e);
        }
    }
}
