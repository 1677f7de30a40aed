package dev.weir.conformance.run;

import dev.weir.conformance.adapter.AdapterException;
import dev.weir.conformance.ledger.LedgerException;
import dev.weir.conformance.ledger.ReceiptCheck;
import dev.weir.conformance.oracle.Minimizer;
import dev.weir.conformance.oracle.Statements;
import dev.weir.conformance.suite.Args;
import dev.weir.smp.Sha256;
import dev.weir.smp.v1.DeliverRequest;
import dev.weir.tmsis.FieldClass;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Steps that hold a receipt against keys, against what the receiver holds, and against what was sent. */
final class ReceiptSteps {
    private ReceiptSteps() {}

    private static ReceiptCheck check(Trial trial) throws CaseFailure {
        try {
            Statements receiver =
                    new Statements(trial.bench().officials().key("receiver").pem());
            return new ReceiptCheck(trial.bench().ledgerKeys(), receiver::verifies);
        } catch (GeneralSecurityException e) {
            throw new CaseFailure("suite: the key of the receiver is a P-256 key in PEM");
        }
    }

    /** Expects a receipt that holds, says what happened, and is the one that the receiver was given. */
    static void receipt(Trial trial, Args args) throws CaseFailure {
        Session session = trial.session(args.text("stream", "s"));
        byte[] receipt = session.receipt();
        if (args.flag("none")) {
            require(receipt.length == 0, "there is no receipt");
            return;
        }
        require(receipt.length > 0, "Closed of a complete submission brings a receipt");
        ReceiptCheck.Held held = held(check(trial), receipt);
        require(
                held.entry().text("submission_id").equals(session.open().getSubmissionId()),
                "the receipt is about the submission");
        require(
                held.entry()
                        .text("policy_sha256", "")
                        .equals(trial.bench().signed().policySha256()),
                "the receipt names the policy");
        Map<String, String> treatments = held.entry().map("treatments");
        for (FieldClass fieldClass : FieldClass.values()) {
            require(
                    session.rules().treatment(fieldClass).equals(treatments.get(fieldClass.name())),
                    "the receipt says how " + fieldClass + " was treated");
        }
        counts(session, held.entry());
        terms(session, held.entry());
        delivered(session, receipt, held);
        trial.evidence().add("receipt", new String(receipt, StandardCharsets.UTF_8));
        trial.evidence().add("receipt", held.leaf());
    }

    private static ReceiptCheck.Held held(ReceiptCheck check, byte[] receipt) throws CaseFailure {
        try {
            return check.check(receipt);
        } catch (LedgerException e) {
            throw new CaseFailure("receipt: " + e.getMessage());
        }
    }

    /** Counts the rows of every class anew and compares. */
    private static void counts(Session session, Args entry) throws CaseFailure {
        Map<FieldClass, long[]> expected = new EnumMap<>(FieldClass.class);
        Minimizer minimizer = Bench.minimizer(session.rules());
        long refused = 0;
        long withheld = 0;
        for (SentRow row : session.allRows()) {
            refused += row.outcome().refusal().isEmpty() ? 0 : 1;
            withheld += row.outcome().withheld() ? 1 : 0;
            if (row.outcome().record().isPresent()) {
                minimizer.classes(row.segment(), row.values()).forEach((fieldClass, changed) -> {
                    long[] counts = expected.computeIfAbsent(fieldClass, c -> new long[2]);
                    counts[0]++;
                    counts[1] += changed ? 1 : 0;
                });
            }
        }
        require(entry.number("rows_refused", -1) == refused, "the receipt counts the refused rows");
        require(entry.number("rows_withheld", -1) == withheld, "the receipt counts the withheld rows");
        Map<String, Args> told = entry.at("counts").members();
        require(
                told.keySet()
                        .equals(expected.keySet().stream()
                                .map(Enum::name)
                                .collect(java.util.stream.Collectors.toSet())),
                "the receipt counts the classes that had values: " + expected.keySet() + ", and not " + told.keySet());
        expected.forEach((fieldClass, counts) -> {
            Args found = told.getOrDefault(fieldClass.name(), entry);
            if (found.number("rows", -1) != counts[0] || found.number("changed", -1) != counts[1]) {
                throw new IllegalArgumentException("the receipt counts " + fieldClass + " as " + counts[0]
                        + " rows and " + counts[1] + " changed, and not " + found);
            }
        });
    }

    private static void terms(Session session, Args entry) throws CaseFailure {
        boolean release = session.asked().isPresent();
        require(
                entry.text("type").equals(release ? "RELEASE_COMPLETED" : "SUBMISSION_COMPLETED"),
                "the entry is that of a " + (release ? "release" : "submission without one"));
        if (release) {
            require(
                    entry.number("retain_days", -1)
                            == session.asked().orElseThrow().bundle().retainDays(),
                    "the receipt repeats the retention");
            require(entry.text("dispose", "").equals("DESTROY"), "the receipt repeats the disposal");
            require(entry.has("onward"), "the receipt repeats who may get it further");
        }
    }

    private static void delivered(Session session, byte[] receipt, ReceiptCheck.Held held) throws CaseFailure {
        DeliverRequest delivered =
                session.inbox().receipt().orElseThrow(() -> new CaseFailure("the receiver is given the receipt"));
        require(
                Arrays.equals(delivered.getReceipt().toByteArray(), receipt),
                "submitter and receiver are given the same receipt");
        byte[] leaf = new byte[held.leaf().length + 1];
        System.arraycopy(held.leaf(), 0, leaf, 1, held.leaf().length);
        boolean named = delivered.getLeafSha256().equals(Sha256.of(held.leaf()).toByteString())
                || delivered.getLeafSha256().equals(Sha256.of(leaf).toByteString());
        require(named, "Deliver names the entry by its digest");
    }

    /** Expects that a receipt that was altered in any part no longer holds, and that the proxy's own tool agrees. */
    static void altered(Trial trial, Args args) throws CaseFailure, AdapterException, IOException {
        byte[] receipt = trial.session(args.text("stream", "s")).receipt();
        ReceiptCheck check = check(trial);
        held(check, receipt);
        boolean tool = trial.bench().described().features().contains("receipt-verify");
        require(!tool || holds(trial, receipt), "the proxy's tool takes the receipt as it is");
        for (Map.Entry<String, byte[]> bad :
                alterations(new String(receipt, StandardCharsets.UTF_8)).entrySet()) {
            try {
                check.check(bad.getValue());
                throw new CaseFailure("suite: a receipt with another " + bad.getKey() + " does not hold");
            } catch (LedgerException e) {
                trial.trace("altered " + bad.getKey() + ": " + e.getMessage());
            }
            require(
                    !tool || !holds(trial, bad.getValue()),
                    "the proxy's tool refuses a receipt with another " + bad.getKey());
        }
    }

    private static Map<String, byte[]> alterations(String receipt) {
        Map<String, byte[]> bad = new LinkedHashMap<>();
        bad.put("entry", leaf(receipt));
        bad.put("acknowledgement", flipped(receipt, "\"ack\":\"", 60));
        bad.put("proof", flipped(receipt, "index ", 10));
        bad.put(
                "count",
                receipt.replaceFirst("\"rows\":[0-9]+", "\"rows\":999999").getBytes(StandardCharsets.UTF_8));
        bad.put("number", receipt.replaceFirst("index [0-9]+", "index 0").getBytes(StandardCharsets.UTF_8));
        return bad;
    }

    /** Returns a receipt whose entry says another number of refused rows, in both places. */
    private static byte[] leaf(String receipt) {
        int from = receipt.indexOf("\"leaf\":\"") + 8;
        int to = receipt.indexOf('"', from);
        String entry = new String(Base64.getDecoder().decode(receipt.substring(from, to)), StandardCharsets.UTF_8);
        String other = entry.replaceFirst("\"rows_refused\":[0-9]+", "\"rows_refused\":777777");
        return (receipt.substring(0, from)
                        + Base64.getEncoder().encodeToString(other.getBytes(StandardCharsets.UTF_8))
                        + receipt.substring(to))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] flipped(String receipt, String behind, int distance) {
        int at = receipt.indexOf(behind) + behind.length() + distance;
        char other = receipt.charAt(at) == 'A' ? 'B' : 'A';
        return (receipt.substring(0, at) + other + receipt.substring(at + 1)).getBytes(StandardCharsets.UTF_8);
    }

    private static boolean holds(Trial trial, byte[] receipt) throws AdapterException, IOException {
        Path file = Files.createTempFile(trial.bench().data(), "receipt", ".json");
        Files.write(file, receipt);
        return trial.bench()
                .adapter()
                .ask("verify", Map.of("receipt", file.toAbsolutePath().toString()))
                .flag("holds");
    }

    private static void require(boolean holds, String claim) throws CaseFailure {
        if (!holds) {
            throw new CaseFailure(claim);
        }
    }

    static Map<String, Verb> verbs() {
        return Map.of("receipt", ReceiptSteps::receipt, "receipt_altered", ReceiptSteps::altered);
    }
}
