package dev.weir.proxy.cli;

import dev.weir.core.policy.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Documents to be filled in by people, and JSON as plain values. */
final class Templates {
    private static final long DAY = 86_400;

    private Templates() {}

    /** Returns a JSON object as maps, lists, texts, numbers and truths, as they can be written canonically. */
    static Map<String, Object> plain(dev.weir.core.json.Json.Members members) {
        Map<String, Object> plain = new TreeMap<>();
        members.values().forEach((name, value) -> plain.put(name, plain(value)));
        return plain;
    }

    private static Object plain(dev.weir.core.json.Json value) {
        if (value instanceof dev.weir.core.json.Json.Members members) {
            return plain(members);
        }
        if (value instanceof dev.weir.core.json.Json.Items items) {
            List<Object> list = new ArrayList<>();
            items.values().forEach(v -> list.add(plain(v)));
            return list;
        }
        if (value instanceof dev.weir.core.json.Json.Text text) {
            return text.value();
        }
        if (value instanceof dev.weir.core.json.Json.Whole whole) {
            return whole.value();
        }
        if (value instanceof dev.weir.core.json.Json.Truth truth) {
            return truth.value();
        }
        return List.of();
    }

    /** Returns an attestation for one submission to be filled in. */
    static String attestation(Purpose purpose, long now, String id) {
        List<String> covenants = dev.weir.core.attestation.Covenant.required(purpose).stream()
                .map(Enum::name)
                .toList();
        Map<String, Object> claims = new TreeMap<>();
        claims.put("ver", "1");
        claims.put("iss", "https://requester.example");
        claims.put("sub", "id of the accountable official");
        claims.put("official", Map.of("name", "NAME", "title", "TITLE", "contact", "E-MAIL", "address", "ADDRESS"));
        claims.put("aud", "https://proxy.state.example");
        claims.put("iat", now);
        claims.put("nbf", now);
        claims.put("exp", now + 7 * DAY);
        claims.put("jti", id);
        claims.put("purpose", purpose.uri());
        claims.put("basis", purpose == Purpose.COURT_ORDER ? "JUDICIAL" : "HEALTH_OVERSIGHT");
        claims.put("authority", List.of("CITATION"));
        claims.put(
                "agreement",
                Map.of(
                        "type", purpose == Purpose.COURT_ORDER ? "ORDER" : "MOU",
                        "id", "NUMBER",
                        "sha256", "43 base64url characters: SHA-256 of the agreement",
                        "expires", "2027-12-31"));
        claims.put("routine_use", Map.of("sorn", "09-70-0541", "fr", "84 FR 2230", "ru", "NUMBER"));
        claims.put("recipient", "https://requester.example/recipient");
        claims.put("classes", List.of("MSIS_ID", "BIRTH"));
        claims.put("files", List.of("ELG"));
        claims.put("period", Map.of("from", "2026-01", "to", "2026-01"));
        claims.put("use", "single");
        claims.put("max_uses", 1);
        claims.put("onward", List.of());
        claims.put("retain_days", 365);
        claims.put("dispose", "DESTROY");
        claims.put("covenants", covenants);
        claims.put("min_necessary", true);
        claims.put("penalty_ack", true);
        return Json.of(claims) + "\n";
    }

    /** Returns a trust list to be filled in. */
    static String trustList(long now) {
        Map<String, Object> jwk = Map.of("kty", "EC", "crv", "P-256", "x", "from weir attest keys", "y", "as well");
        Map<String, Object> requester = new TreeMap<>();
        requester.put("iss", "https://requester.example");
        requester.put("kid", "thumbprint, from weir attest keys");
        requester.put("jwk", jwk);
        requester.put("kinds", List.of("ATTESTATION"));
        requester.put("federal", true);
        requester.put("purposes", List.of("PROGRAM_INTEGRITY"));
        requester.put("recipients", List.of("https://requester.example/recipient"));
        requester.put("not_before", now);
        requester.put("not_after", now + 365 * DAY);
        Map<String, Object> approver = new TreeMap<>();
        approver.put("iss", "https://agency.state.example");
        approver.put("kid", "thumbprint, from weir attest keys");
        approver.put("jwk", jwk);
        approver.put("kinds", List.of("APPROVAL"));
        approver.put("roles", List.of("PRIVACY_OFFICER"));
        approver.put("not_before", now);
        approver.put("not_after", now + 365 * DAY);
        Map<String, Object> recipient = new TreeMap<>();
        recipient.put("uri", "https://requester.example/recipient");
        recipient.put("name", "NAME for the accounting of disclosures");
        recipient.put("address", "POSTAL ADDRESS");
        recipient.put("purpose", "PROGRAM_INTEGRITY");
        recipient.put("linkage_domain", "requester.program-integrity");
        recipient.put("endpoint", "feed.requester.example:8443");
        recipient.put("tls_name", "feed.requester.example");
        Map<String, Object> list = new TreeMap<>();
        list.put("version", 1);
        list.put("issued", now);
        list.put("expires", now + 90 * DAY);
        list.put("entries", List.of(requester, approver));
        list.put("recipients", List.of(recipient));
        return Json.of(list) + "\n";
    }
}
