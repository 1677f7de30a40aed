package dev.weir.conformance.run;

import dev.weir.conformance.adapter.AdapterException;
import dev.weir.conformance.ledger.LedgerException;
import dev.weir.conformance.ledger.LedgerKey;
import dev.weir.conformance.ledger.LedgerView;
import dev.weir.conformance.suite.Args;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Steps that read the ledger as anybody can: checkpoint, bundles of entries, and the tree worked out over them. */
final class TlogSteps {
    private TlogSteps() {}

    private static Path folder(Trial trial) throws AdapterException, CaseFailure {
        return trial.bench().adapter().ask("export", Map.of("what", "ledger")).texts("paths").stream()
                .findFirst()
                .map(Path::of)
                .orElseThrow(() -> new CaseFailure("the adapter says where the ledger is"));
    }

    static LedgerView view(Trial trial) throws CaseFailure, AdapterException, IOException {
        try {
            return LedgerView.read(folder(trial), trial.bench().ledgerKeys());
        } catch (LedgerException e) {
            throw new CaseFailure("ledger: " + e.getMessage());
        }
    }

    /** Reads the ledger at every arrival of a stream at the receiver, before it is answered. */
    static void watch(Trial trial, Args args) throws CaseFailure, AdapterException {
        Path folder = folder(trial);
        List<LedgerKey> keys = trial.bench().ledgerKeys();
        String id = trial.submissionId(args.text("stream", "s"));
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        trial.seenIntents(seen);
        trial.bench().receiver().inbox(id).watch(() -> {
            try {
                int intents =
                        LedgerView.read(folder, keys).of("RELEASE_INTENT", id).size();
                seen.add(intents == 1 ? "" : intents + " intents are under the checkpoint");
            } catch (LedgerException | IOException e) {
                seen.add(String.valueOf(e.getMessage()));
            }
        });
    }

    /** Expects that the intent was under a signed checkpoint whenever something arrived. */
    static void intentFirst(Trial trial, Args args) throws CaseFailure {
        List<String> seen = trial.seenIntents();
        require(!seen.isEmpty(), "something arrives");
        for (String each : seen) {
            require(each.isEmpty(), "the intent is in the ledger before anything arrives: " + each);
        }
    }

    /** Expects entries of some types about a submission, in this order and in no other number. */
    static void entries(Trial trial, Args args)
            throws CaseFailure, AdapterException, IOException, InterruptedException {
        String id = args.flag("any") ? "" : trial.submissionId(args.text("stream", "s"));
        long patience = System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(trial.settings().millis(10_000));
        List<String> wanted = args.texts("types");
        List<String> found = types(trial, id, wanted);
        while (!found.equals(wanted) && System.nanoTime() < patience) {
            TimeUnit.MILLISECONDS.sleep(100);
            found = types(trial, id, wanted);
        }
        require(found.equals(wanted), "the ledger has " + wanted + ", and not " + found);
        for (Args entry : args.list("says")) {
            says(trial, id, entry);
        }
    }

    private static List<String> types(Trial trial, String id, List<String> wanted)
            throws CaseFailure, AdapterException, IOException {
        LedgerView view = view(trial);
        List<Args> all = new ArrayList<>();
        try {
            for (String type : wanted.stream().distinct().toList()) {
                all.addAll(view.of(type, id));
            }
        } catch (LedgerException e) {
            throw new CaseFailure("ledger: " + e.getMessage());
        }
        return all.stream()
                .sorted(java.util.Comparator.comparingLong(e -> e.number("seq", 0)))
                .map(e -> e.text("type"))
                .toList();
    }

    private static void says(Trial trial, String id, Args wanted) throws CaseFailure, AdapterException, IOException {
        try {
            List<Args> found = view(trial).of(wanted.text("type"), id);
            require(!found.isEmpty(), "the ledger has a " + wanted.text("type"));
            Args last = found.get(found.size() - 1);
            for (Map.Entry<String, Args> member : wanted.at("members").members().entrySet()) {
                require(
                        member.getValue().node().equals(last.node().path(member.getKey())),
                        wanted.text("type") + " says " + member.getKey() + " as the case does, and not "
                                + last.node().path(member.getKey()));
            }
        } catch (LedgerException e) {
            throw new CaseFailure("ledger: " + e.getMessage());
        }
    }

    /** Remembers the ledger as it is signed now. */
    static void remember(Trial trial, Args args) throws CaseFailure, AdapterException, IOException {
        trial.ledgerView(view(trial));
    }

    /** Expects that the ledger is a later state of the remembered one. */
    static void consistent(Trial trial, Args args) throws CaseFailure, AdapterException, IOException {
        LedgerView before =
                trial.ledgerView().orElseThrow(() -> new CaseFailure("suite: a ledger was remembered before"));
        LedgerView now = view(trial);
        var contradiction = now.contradicts(before);
        require(contradiction.isEmpty(), "ledger: " + contradiction.orElse(""));
        require(
                !args.flag("grown")
                        || now.checkpoint().size() > before.checkpoint().size(),
                "the ledger has more entries than before");
    }

    private static void require(boolean holds, String claim) throws CaseFailure {
        if (!holds) {
            throw new CaseFailure(claim);
        }
    }

    static Map<String, Verb> verbs() {
        return Map.of(
                "ledger_watch", TlogSteps::watch,
                "ledger_intent_first", TlogSteps::intentFirst,
                "ledger_entries", TlogSteps::entries,
                "ledger_remember", TlogSteps::remember,
                "ledger_consistent", TlogSteps::consistent);
    }
}
