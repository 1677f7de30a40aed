package dev.weir.core.attestation;

import dev.weir.core.json.Json;
import dev.weir.core.json.JsonException;
import dev.weir.core.json.JsonReader;
import dev.weir.core.policy.Purpose;
import dev.weir.smp.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Whose keys are trusted for what, and where recipients are. Immutable; made from bytes whose signatures were checked.
 */
public final class TrustList {
    /** Longest time that a list speaks for. */
    public static final Duration LONGEST = Duration.ofDays(90);

    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9.-]{1,64}");
    private static final Pattern ENDPOINT = Pattern.compile("[a-z0-9.-]{1,253}:[1-9][0-9]{0,4}");

    private final Sha256 sha256;
    private final long version;
    private final Instant issued;
    private final Instant expires;
    private final Map<String, TrustEntry> entries = new TreeMap<>();
    private final Map<String, Recipient> recipients = new TreeMap<>();
    private final Set<String> issuers = new HashSet<>();

    private TrustList(Sha256 sha256, long version, Instant issued, Instant expires) {
        this.sha256 = sha256;
        this.version = version;
        this.issued = issued;
        this.expires = expires;
    }

    /** Returns the digest of the bytes that were signed. */
    public Sha256 sha256() {
        return sha256;
    }

    /**
     * Reads a list.
     *
     * @throws ClaimException where a member is missing, unknown or breaks its limits, or entries contradict each other
     */
    public static TrustList read(byte[] json) throws ClaimException {
        Json.Members members;
        try {
            members = JsonReader.readObject(json);
        } catch (JsonException e) {
            throw new ClaimException("trust list", "is a JSON object, strictly");
        }
        ClaimReader in = new ClaimReader("", members);
        TrustList list = new TrustList(
                Sha256.of(json), in.whole("version", 1, 1_000_000_000), in.time("issued"), in.time("expires"));
        if (!list.issued.isBefore(list.expires)
                || Duration.between(list.issued, list.expires).compareTo(LONGEST) > 0) {
            throw in.problem("expires", "is after issued by at most 90 days");
        }
        list.recipients(in.objects("recipients", 0, 1000));
        list.entries(in.objects("entries", 0, 1000));
        in.finish();
        return list;
    }

    private void recipients(List<ClaimReader> readers) throws ClaimException {
        Set<String> domains = new HashSet<>();
        for (ClaimReader in : readers) {
            Recipient recipient = new Recipient(
                    in.https("uri"),
                    in.text("name", 255),
                    in.text("address", 255),
                    in.word("purpose", Purpose.class),
                    matching(in, "linkage_domain", DOMAIN, "has 1 to 64 characters of a-z 0-9 . -"),
                    matching(in, "endpoint", ENDPOINT, "is a host in lower case and a port"),
                    in.text("tls_name", 253));
            in.finish();
            if (!domains.add(recipient.linkageDomain())) {
                throw in.problem("linkage_domain", "serves one recipient and one purpose");
            }
            if (recipients.put(recipient.uri(), recipient) != null) {
                throw in.problem("uri", "is there once");
            }
        }
    }

    private static String matching(ClaimReader in, String name, Pattern pattern, String rule) throws ClaimException {
        String text = in.text(name, 255);
        if (!pattern.matcher(text).matches()) {
            throw in.problem(name, rule);
        }
        return text;
    }

    private void entries(List<ClaimReader> readers) throws ClaimException {
        for (ClaimReader in : readers) {
            TrustEntry entry = new TrustEntry(
                    in.https("iss"),
                    in.text("kid", 43),
                    TrustEntry.Jwk.read(in.object("jwk")),
                    in.words("kinds", 1, 3, TrustEntry.Kind.class),
                    in.flag("federal"),
                    in.has("purposes") ? in.words("purposes", 1, 15, Purpose.class) : Set.of(),
                    in.has("recipients") ? new HashSet<>(in.uris("recipients", 1, 100)) : Set.of(),
                    in.has("roles") ? in.words("roles", 1, 4, ApproverRole.class) : Set.of(),
                    in.time("not_before"),
                    in.time("not_after"));
            in.finish();
            add(entry, in);
        }
    }

    private void add(TrustEntry entry, ClaimReader in) throws ClaimException {
        if (!entry.jwk().thumbprint().equals(entry.keyId())) {
            throw in.problem("kid", "is the RFC 7638 thumbprint of jwk");
        }
        if (!entry.notBefore().isBefore(entry.notAfter())) {
            throw in.problem("not_after", "is after not_before");
        }
        boolean attests = entry.kinds().contains(TrustEntry.Kind.ATTESTATION);
        boolean approves = entry.kinds().contains(TrustEntry.Kind.APPROVAL);
        if (attests && approves) {
            throw in.problem("kinds", "nobody both attests and approves");
        }
        if (attests != (!entry.purposes().isEmpty() && !entry.recipients().isEmpty())) {
            throw in.problem("purposes", "and recipients are there for ATTESTATION, and only for it");
        }
        if (approves == entry.roles().isEmpty()) {
            throw in.problem("roles", "are there for APPROVAL, and only for it");
        }
        if (!recipients.keySet().containsAll(entry.recipients())) {
            throw in.problem("recipients", "are listed under recipients");
        }
        if (entries.put(entry.keyId(), entry) != null) {
            throw in.problem("kid", "is there once");
        }
        issuers.add(entry.issuer());
    }

    /** Returns the version, which rises. */
    public long version() {
        return version;
    }

    /** Returns when the list was made. */
    public Instant issued() {
        return issued;
    }

    /** Returns from when on the list says nothing any more. */
    public Instant expires() {
        return expires;
    }

    /** Returns whether the list speaks at a time. */
    public boolean isFresh(Instant now) {
        return now.isBefore(expires);
    }

    /** Returns the key with a thumbprint. */
    public Optional<TrustEntry> key(String keyId) {
        return Optional.ofNullable(entries.get(keyId));
    }

    /** Returns the recipient with a URI. */
    public Optional<Recipient> recipient(String uri) {
        return Optional.ofNullable(recipients.get(uri));
    }

    /** Returns whether a URI is that of a recipient or of an issuer. */
    public boolean knows(String uri) {
        return recipients.containsKey(uri) || issuers.contains(uri);
    }

    /** Returns all keys, by thumbprint. */
    public List<TrustEntry> entries() {
        return new ArrayList<>(entries.values());
    }

    /** Returns all recipients, by URI. */
    public List<Recipient> recipients() {
        return new ArrayList<>(recipients.values());
    }
}
