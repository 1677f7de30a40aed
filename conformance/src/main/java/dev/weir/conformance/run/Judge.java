package dev.weir.conformance.run;

import dev.weir.conformance.oracle.Evidence;
import dev.weir.conformance.oracle.Minimizer;
import dev.weir.conformance.oracle.Rules;
import dev.weir.conformance.oracle.Statements;
import dev.weir.conformance.peer.Inbox;
import dev.weir.conformance.suite.Args;
import dev.weir.conformance.wire.GeneratedParser;
import dev.weir.conformance.wire.Judges;
import dev.weir.conformance.wire.RecordParser.UnreadableException;
import dev.weir.endpoints.leak.ColumnAudit;
import dev.weir.endpoints.leak.LeakReport;
import dev.weir.smp.v1.Open;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is looked at after every case, whatever the case is about. */
final class Judge {
    private static final Judges JUDGES = Judges.builtIn();

    private final Trial trial;
    private final Bench bench;
    private final Map<Path, Long> logSizes = new HashMap<>();
    private final Map<Path, String> fileStates = new HashMap<>();

    Judge(Trial trial) {
        this.trial = trial;
        this.bench = trial.bench();
    }

    /** Notes how long the logs are before the case, and what the files are like. */
    void before() throws IOException {
        logs().forEach(log -> logSizes.put(log, size(log)));
        for (Path place : paths("data")) {
            for (Path file : files(place)) {
                fileStates.put(file, state(file));
            }
        }
    }

    private List<Path> logs() {
        return paths("logs");
    }

    private List<Path> paths(String what) {
        if (!bench.described().features().contains(what)) {
            return List.of();
        }
        try {
            Args answer = bench.adapter().ask("export", Map.of("what", what));
            return answer.texts("paths").stream().map(Path::of).toList();
        } catch (dev.weir.conformance.adapter.AdapterException e) {
            trial.fail("the adapter exports " + what + ": " + e.getMessage());
            return List.of();
        }
    }

    private static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Looks at everything that could be seen of the case and returns what was found of its canaries. */
    LeakReport after() throws IOException, CaseFailure {
        for (Session session : trial.sessions().values()) {
            if (!trial.settings().direct()) {
                feed(session);
            }
            Inbox inbox = session.inbox();
            inbox.raw().forEach(bytes -> trial.evidence().add(Evidence.WIRE, bytes));
            inbox.headers().forEach(text -> trial.evidence().add("headers to the receiver", text));
        }
        for (Path log : logs()) {
            byte[] all = Files.exists(log) ? Files.readAllBytes(log) : new byte[0];
            int from = (int) Math.min(all.length, logSizes.getOrDefault(log, 0L));
            trial.evidence().add("log", Arrays.copyOfRange(all, from, all.length));
        }
        if (bench.running() && bench.described().features().contains("admin")) {
            trial.evidence()
                    .add("metrics", ProxySteps.http(bench.started(), "/metrics").body());
        }
        for (Path place : paths("data")) {
            for (Path file : files(place)) {
                written(file);
            }
        }
        Set<String> released = released();
        return released.isEmpty()
                ? trial.evidence().search(trial.mint().canaries())
                : trial.evidence().search(trial.mint().canaries(), trial.mint().canariesBut(released));
    }

    /** Returns the values that an attestation lets through to the receiver, and to nobody else. */
    private Set<String> released() {
        Set<String> made = trial.mint().made();
        Set<String> released = new HashSet<>();
        for (Session session : trial.sessions().values()) {
            if (session.asked().isPresent()) {
                for (SentRow row : session.allRows()) {
                    row.outcome().record().ifPresent(bytes -> released.addAll(values(bytes)));
                }
            }
        }
        released.retainAll(made);
        return released;
    }

    private static Collection<String> values(byte[] record) {
        try {
            return new GeneratedParser().read(record).values();
        } catch (UnreadableException e) {
            throw new IllegalStateException("what the oracle made can be parsed", e);
        }
    }

    /** Returns the files below a place; some come and go while they are listed. */
    private static List<Path> files(Path place) throws IOException {
        List<Path> files = new ArrayList<>();
        if (!Files.exists(place)) {
            return files;
        }
        Files.walkFileTree(place, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && !file.toString().endsWith(".log")) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    private static String state(Path file) {
        try {
            return Files.size(file) + " " + Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return "";
        }
    }

    /** Looks at a file that was not there before the case, or has changed since. */
    private void written(Path file) throws IOException {
        if (state(file).equals(fileStates.get(file))) {
            return;
        }
        try {
            trial.evidence().add("file " + file.getFileName(), Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            trial.trace("gone " + file);
        }
    }

    private void feed(Session session) throws CaseFailure, IOException {
        Inbox inbox = session.inbox();
        inbox.findings().forEach(f -> trial.fail("receiver: " + f));
        Rules rules = session.rules();
        ColumnAudit audit = new ColumnAudit(rules.plan());
        String name = session.fileName();
        for (byte[] record : inbox.records(name)) {
            Optional<String> disagreement = JUDGES.disagreement(record);
            disagreement.ifPresent(d -> trial.fail("parsers agree about what came out: " + d));
            if (disagreement.isEmpty()) {
                audit.record(record, name);
            }
        }
        audit.findings().forEach(f -> trial.fail("LEAK " + f));
        if (!bench.running()) {
            return;
        }
        if (!session.opened() && sharesInbox(session)) {
            return;
        }
        Statements statements = bench.statements();
        for (Open open : inbox.opens(name)) {
            statements.plan(open, rules).forEach(trial::fail);
            header(session, open);
        }
        if (inbox.closed(name)) {
            Open open = inbox.opens(name).get(0);
            statements.counts(open, inbox.close(name), inbox.progress(name)).forEach(trial::fail);
        }
        if (session.isClosed() && session.wellFormed()) {
            rows(session, inbox.records(name));
        }
    }

    /** Returns whether another stream of the case is about the same submission; what arrived may be its. */
    private boolean sharesInbox(Session session) {
        return trial.sessions().values().stream()
                .anyMatch(other -> !other.equals(session) && other.inbox().equals(session.inbox()));
    }

    private void header(Session session, Open open) throws CaseFailure {
        if (!open.getHeader().equals(session.expectedHeader())) {
            trial.fail("LEAK header: what arrives is the header without what the policy takes away");
        }
        if (open.getAttestationBundleCount() > 0 || open.getSubjectTokensCount() > 0) {
            trial.fail("LEAK open: attestation and subjects end at the proxy");
        }
        if (!open.getUnknownFields().asMap().isEmpty()) {
            trial.fail("LEAK open: no unknown field leaves");
        }
    }

    /** Compares every row that arrived with what must become of what was sent, byte by byte. */
    private void rows(Session session, List<byte[]> arrived) {
        List<byte[]> expected = session.allRows().stream()
                .map(SentRow::outcome)
                .map(Minimizer.Outcome::record)
                .flatMap(Optional::stream)
                .toList();
        if (expected.size() != arrived.size()) {
            trial.fail(expected.size() + " rows of " + session.fileName() + " arrive, and not " + arrived.size());
            return;
        }
        for (int i = 0; i < expected.size(); i++) {
            if (!Arrays.equals(expected.get(i), arrived.get(i))) {
                trial.fail("row " + i + " of " + session.fileName() + " arrives as the policy says, byte by byte: "
                        + RowDiff.of(expected.get(i), arrived.get(i)));
            }
        }
    }

    /** Returns what was sent, and what arrived, for people; canaries are masked. */
    String[] bytes() {
        ByteArrayOutputStream in = new ByteArrayOutputStream();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Session session : trial.sessions().values()) {
            in.writeBytes(session.sent());
            session.inbox().raw().forEach(out::writeBytes);
        }
        return new String[] {Masked.text(in.toByteArray(), trial.mint()), Masked.text(out.toByteArray(), trial.mint())};
    }

    /** Returns the leaks as lines. */
    static List<String> lines(LeakReport report) {
        return Evidence.lines(report);
    }
}
