package dev.weir.conformance.run;

import dev.weir.conformance.adapter.AdapterException;
import dev.weir.conformance.suite.Args;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Steps that look at the files of a ledger, whatever their format, and change them. */
final class LedgerSteps {
    private LedgerSteps() {}

    /** Remembers how much there is, expects more or no less, or flips a bit in an early entry. */
    static void ledger(Trial trial, Args args) throws CaseFailure, AdapterException, IOException, InterruptedException {
        switch (args.text("do")) {
            case "remember" -> trial.ledgerBytes(size(trial));
            case "grown" -> {
                long patience = System.nanoTime()
                        + TimeUnit.MILLISECONDS.toNanos(trial.settings().millis(5000));
                while (size(trial) <= trial.ledgerBytes()) {
                    require(System.nanoTime() < patience, "the ledger grows with what is recorded");
                    TimeUnit.MILLISECONDS.sleep(50);
                }
            }
            case "not_smaller" -> require(size(trial) >= trial.ledgerBytes(), "the ledger has no less than before");
            default -> flip(files(trial));
        }
    }

    private static List<Path> files(Trial trial) throws AdapterException, IOException {
        List<Path> files = new ArrayList<>();
        for (String place :
                trial.bench().adapter().ask("export", Map.of("what", "ledger")).texts("paths")) {
            try (Stream<Path> walk = Files.walk(Path.of(place))) {
                walk.filter(Files::isRegularFile).forEach(files::add);
            }
        }
        return files;
    }

    private static long size(Trial trial) throws AdapterException, IOException {
        long size = 0;
        for (Path file : files(trial)) {
            size += Files.size(file);
        }
        return size;
    }

    /** Flips a bit a third into the largest file: inside an entry that others follow. */
    private static void flip(List<Path> files) throws CaseFailure, IOException {
        Path largest = files.stream()
                .max(Comparator.comparingLong(f -> f.toFile().length()))
                .orElseThrow(() -> new CaseFailure("the ledger has files"));
        try (RandomAccessFile file = new RandomAccessFile(largest.toFile(), "rw")) {
            long at = file.length() / 3;
            file.seek(at);
            int found = file.read();
            file.seek(at);
            file.write(found ^ 1);
        }
    }

    private static void require(boolean holds, String claim) throws CaseFailure {
        if (!holds) {
            throw new CaseFailure(claim);
        }
    }

    static Map<String, Verb> verbs() {
        return Map.of("ledger", LedgerSteps::ledger);
    }
}
