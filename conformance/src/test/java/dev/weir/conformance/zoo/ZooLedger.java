package dev.weir.conformance.zoo;

import dev.weir.conformance.authority.Canonical;
import dev.weir.conformance.authority.SigningKey;
import dev.weir.conformance.ledger.Merkle;
import dev.weir.conformance.suite.Args;
import dev.weir.conformance.suite.Documents;
import dev.weir.conformance.suite.SuiteException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A ledger of few entries: all of them in one bundle, a checkpoint after each. */
final class ZooLedger {
    private static final String ORIGIN = "zoo.example/ledger";

    private final Path folder;
    private final SigningKey key;
    private final List<byte[]> entries = new ArrayList<>();

    ZooLedger(Path folder, SigningKey key) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("tile/entries/000.p"));
        this.key = key;
        Path last = folder.resolve("last");
        if (Files.exists(last)) {
            for (String line : Files.readAllLines(last)) {
                entries.add(Base64.getDecoder().decode(line));
            }
        }
    }

    private String id() {
        return HexFormat.of().formatHex(Canonical.sha256(key.der()), 0, 4);
    }

    String keyLine() {
        byte[] typed = new byte[key.der().length + 1];
        typed[0] = 2;
        System.arraycopy(key.der(), 0, typed, 1, key.der().length);
        return ORIGIN + "+" + id() + "+" + Base64.getEncoder().encodeToString(typed) + "\n";
    }

    synchronized int append(String type, Map<String, Object> members) {
        Map<String, Object> entry = new TreeMap<>(members);
        entry.put("v", 1);
        entry.put("type", type);
        entry.put("seq", entries.size());
        entry.put("time", "2026-10-15T00:00:00.000Z");
        entry.put("state", "CA");
        entry.put("role", "PROXY");
        entry.put("software", "zoo");
        entries.add(Canonical.json(entry));
        write();
        return entries.size() - 1;
    }

    /** Forgets the last entries, as a disk does that was not told to flush them. */
    synchronized void lose(int count) {
        entries.subList(Math.max(0, entries.size() - count), entries.size()).clear();
        write();
    }

    /** Drops an entry and numbers those behind it anew, so that nobody sees a gap. */
    synchronized void closeGap() {
        if (entries.size() < 2) {
            return;
        }
        entries.remove(1);
        for (int i = 1; i < entries.size(); i++) {
            String text = new String(entries.get(i), StandardCharsets.UTF_8);
            entries.set(i, text.replaceFirst("\"seq\":[0-9]+", "\"seq\":" + i).getBytes(StandardCharsets.UTF_8));
        }
        write();
    }

    private void write() {
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        StringBuilder lines = new StringBuilder();
        for (byte[] entry : entries) {
            bundle.write(entry.length >>> 8);
            bundle.write(entry.length);
            bundle.writeBytes(entry);
            lines.append(Base64.getEncoder().encodeToString(entry)).append('\n');
        }
        try {
            Path partial = folder.resolve("tile/entries/000.p/" + Math.min(255, entries.size()));
            Files.write(partial, bundle.toByteArray());
            Files.writeString(folder.resolve("last"), lines);
            Files.writeString(folder.resolve("checkpoint.partial"), checkpoint());
            Files.move(
                    folder.resolve("checkpoint.partial"),
                    folder.resolve("checkpoint"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                    java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("zoo: the ledger can be written", e);
        }
    }

    private String checkpoint() {
        String text =
                ORIGIN + "\n" + entries.size() + "\n" + Base64.getEncoder().encodeToString(Merkle.root(entries)) + "\n";
        byte[] signature = key.signDer(text.getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes(Arrays.copyOf(Canonical.sha256(key.der()), 4));
        signed.writeBytes(signature);
        return text + "\n\u2014 " + ORIGIN + " " + Base64.getEncoder().encodeToString(signed.toByteArray()) + "\n";
    }

    /** Returns the intents under an id. */
    synchronized List<Args> intents(String jti) {
        List<Args> found = new ArrayList<>();
        for (byte[] bytes : entries) {
            try {
                Args entry = new Args(Documents.parse(new String(bytes, StandardCharsets.UTF_8)));
                if (entry.text("type").equals("RELEASE_INTENT")
                        && entry.text("jti").equals(jti)) {
                    found.add(entry);
                }
            } catch (SuiteException e) {
                throw new IllegalStateException("zoo: an entry is JSON", e);
            }
        }
        return found;
    }

    synchronized byte[] receipt(int index, byte[] ack, Map<String, Object> entry) {
        StringBuilder proof = new StringBuilder("c2sp.org/tlog-proof@v1\nindex " + index + "\n");
        Merkle.inclusion(index, entries)
                .forEach(
                        h -> proof.append(Base64.getEncoder().encodeToString(h)).append('\n'));
        proof.append('\n').append(checkpoint());
        Map<String, Object> receipt = new TreeMap<>();
        receipt.put("v", 1);
        receipt.put("leaf", Base64.getEncoder().encodeToString(entries.get(index)));
        receipt.put("proof", proof.toString());
        receipt.put("key_fingerprints", List.of(HexFormat.of().formatHex(Canonical.sha256(key.der()))));
        receipt.put("ack", Base64.getEncoder().encodeToString(ack));
        for (String name :
                List.of("submission_id", "policy_sha256", "treatments", "counts", "retain_days", "dispose", "onward")) {
            receipt.put(name, entry.get(name));
        }
        return Canonical.json(receipt);
    }

    synchronized byte[] entry(int index) {
        return entries.get(index);
    }
}
