package dev.weir.conformance.authority;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Who may receive: for each purpose one body with a linkage domain of its own, and one that sits somewhere else. */
public final class Recipients {
    /** A recipient that the trust list binds to another endpoint. */
    public static final String ELSEWHERE = "https://recipient.example/elsewhere";

    /** A recipient whose linkage domain is that of submissions without attestation. */
    public static final String SAME_DOMAIN = "https://recipient.example/same-domain";

    /** Purposes that somebody of the suite asks for. */
    static final List<String> PURPOSES = List.of(
            "PROGRAM_INTEGRITY",
            "AUDIT",
            "STATUS_VERIFICATION",
            "PAYMENT_ACCURACY",
            "DUPLICATE_ENROLLMENT",
            "PLAN_OVERSIGHT",
            "RESEARCH_LDS",
            "COURT_ORDER");

    private Recipients() {}

    /** Returns the recipient of a purpose. */
    public static String of(String purpose) {
        return "https://recipient.example/" + purpose.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the linkage domain of a recipient. */
    public static String domain(String recipient) {
        return "recipient." + recipient.substring(recipient.lastIndexOf('/') + 1);
    }

    static List<Map<String, Object>> json(String endpoint, String tlsName, String usualDomain) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (String purpose : PURPOSES) {
            list.add(one(of(purpose), purpose, domain(of(purpose)), endpoint, tlsName));
        }
        list.add(one(ELSEWHERE, "PROGRAM_INTEGRITY", domain(ELSEWHERE), "elsewhere.example:8443", "elsewhere.example"));
        list.add(one(SAME_DOMAIN, "PROGRAM_INTEGRITY", usualDomain, endpoint, tlsName));
        return list;
    }

    private static Map<String, Object> one(String uri, String purpose, String domain, String endpoint, String tlsName) {
        Map<String, Object> recipient = new TreeMap<>();
        recipient.put("uri", uri);
        recipient.put("name", "Invented Recipient for " + purpose);
        recipient.put("address", "1 Example Avenue, Nowhere");
        recipient.put("purpose", purpose);
        recipient.put("linkage_domain", domain);
        recipient.put("endpoint", endpoint);
        recipient.put("tls_name", tlsName);
        return recipient;
    }

    static List<String> uris() {
        List<String> uris =
                new ArrayList<>(PURPOSES.stream().map(Recipients::of).toList());
        uris.add(ELSEWHERE);
        uris.add(SAME_DOMAIN);
        return uris;
    }
}
