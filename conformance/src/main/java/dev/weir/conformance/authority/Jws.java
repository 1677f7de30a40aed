package dev.weir.conformance.authority;

import dev.weir.conformance.suite.Args;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens in compact form, RFC 7515, and everything that is nearly one. */
final class Jws {
    private Jws() {}

    /** Returns a token as it should be. */
    static String sign(String type, byte[] payload, SigningKey key) {
        return sign(type, payload, key, new Args(dev.weir.conformance.suite.Documents.node(Map.of())));
    }

    /**
     * Returns a token, spoiled as a case says.
     *
     * @param spoiled {@code header} members that replace, {@code header_without}, {@code raw_header}, {@code append} text
     *     before the last brace of the payload, {@code sign} how, {@code form}
     */
    static String sign(String type, byte[] payload, SigningKey key, Args spoiled) {
        byte[] header = header(type, key, spoiled);
        String body = new String(payload, StandardCharsets.UTF_8);
        if (spoiled.has("append")) {
            body = body.substring(0, body.length() - 1) + spoiled.text("append") + "}";
        }
        body = spoiled.text("raw_payload", body);
        String signed = Canonical.encoded(header) + "." + Canonical.encoded(body.getBytes(StandardCharsets.UTF_8));
        byte[] signature = signature(signed.getBytes(StandardCharsets.US_ASCII), key, spoiled.text("sign", ""));
        return formed(signed, signature, spoiled.text("form", ""));
    }

    private static byte[] header(String type, SigningKey key, Args spoiled) {
        Map<String, Object> header = new TreeMap<>();
        header.put("alg", key.algorithm());
        header.put("kid", key.keyId());
        header.put("typ", type);
        spoiled.at("header").members().forEach((name, value) -> header.put(name, Canonical.plain(value.node())));
        header.keySet().removeAll(spoiled.texts("header_without"));
        String text = new String(Canonical.json(header), StandardCharsets.UTF_8);
        if (spoiled.has("header_append")) {
            text = text.substring(0, text.length() - 1) + spoiled.text("header_append") + "}";
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] signature(byte[] signed, SigningKey key, String how) {
        return switch (how) {
            case "" -> key.signPlain(signed);
            case "none" -> new byte[0];
            case "zero", "large" -> key.numbers(how);
            case "der" -> key.signDer(signed);
            case "hmac" -> hmac(signed, key.der());
            case "flip" -> {
                byte[] signature = key.signPlain(signed);
                signature[10] ^= 1;
                yield signature;
            }
            case "other-text" -> key.signPlain("something else".getBytes(StandardCharsets.US_ASCII));
            default -> throw new IllegalArgumentException("case: " + how + " is a way to sign");
        };
    }

    /** Signs with the public key as if it were a secret, which a careless verifier takes. */
    private static byte[] hmac(byte[] signed, byte[] publicKey) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(publicKey, "HmacSHA256"));
            return mac.doFinal(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is part of every Java runtime", e);
        }
    }

    private static String formed(String signed, byte[] signature, String form) {
        String usual = signed + "." + Canonical.encoded(signature);
        List<String> parts = List.of(usual.split("\\.", -1));
        return switch (form) {
            case "" -> usual;
            case "padding" -> signed + "." + Base64.getUrlEncoder().encodeToString(signature);
            case "space" -> parts.get(0) + ". " + parts.get(1) + "." + parts.get(2);
            case "alphabet" -> signed + "." + Base64.getEncoder().encodeToString(signature);
            case "stray-bits" -> stray(usual);
            case "two-parts" -> signed;
            case "four-parts" -> usual + ".";
            case "five-parts" -> usual + "..";
            case "json" ->
                "{\"payload\":\"" + parts.get(1) + "\",\"protected\":\"" + parts.get(0) + "\",\"signature\":\""
                        + parts.get(2) + "\"}";
            default -> throw new IllegalArgumentException("case: " + form + " is a form of a token");
        };
    }

    /** Returns a token whose last character has bits that stand for nothing. */
    private static String stray(String usual) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(usual.charAt(usual.length() - 1));
        return usual.substring(0, usual.length() - 1) + alphabet.charAt(last ^ 1);
    }
}
