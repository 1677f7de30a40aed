package dev.weir.core.policy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A policy as it is signed: its canonical JSON with a version that rises and the time that it speaks for.
 *
 * @param version rises with every change
 * @param issued when it was made
 * @param expires from when on it says nothing any more
 * @param policy the policy
 */
public record SignedPolicy(long version, Instant issued, Instant expires, Policy policy) {
    /** Longest time that a signed file speaks for. */
    public static final Duration LONGEST = Duration.ofDays(90);

    private static final Pattern FORM = Pattern.compile(
            "\\{\"expires\":([0-9]{1,12}),\"issued\":([0-9]{1,12}),\"policy\":(\\{.*\\}),\"version\":([0-9]{1,9})\\}");

    public SignedPolicy {
        if (version < 1
                || !issued.isBefore(expires)
                || Duration.between(issued, expires).compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "signed policy: version rises from 1, and expires comes after issued by at most 90 days");
        }
    }

    /** Returns what is signed: canonical JSON. */
    public byte[] payload() {
        String json = "{\"expires\":" + expires.getEpochSecond() + ",\"issued\":" + issued.getEpochSecond()
                + ",\"policy\":" + new String(policy.canonicalJson(), StandardCharsets.UTF_8) + ",\"version\":"
                + version + "}";
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the policy that these bytes are the canonical JSON of; empty where they are not. */
    public static Optional<SignedPolicy> read(byte[] payload) {
        Matcher form = FORM.matcher(new String(payload, StandardCharsets.UTF_8));
        if (!form.matches()) {
            return Optional.empty();
        }
        Optional<Policy> policy = PolicyJson.read(form.group(3).getBytes(StandardCharsets.UTF_8));
        if (policy.isEmpty()) {
            return Optional.empty();
        }
        try {
            SignedPolicy signed = new SignedPolicy(
                    number(form.group(4)),
                    Instant.ofEpochSecond(number(form.group(2))),
                    Instant.ofEpochSecond(number(form.group(1))),
                    policy.get());
            return java.util.Arrays.equals(signed.payload(), payload) ? Optional.of(signed) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Reads digits that the pattern has found. */
    private static long number(String digits) {
        long number = 0;
        for (int i = 0; i < digits.length(); i++) {
            number = number * 10 + (digits.charAt(i) - '0');
        }
        return number;
    }
}
