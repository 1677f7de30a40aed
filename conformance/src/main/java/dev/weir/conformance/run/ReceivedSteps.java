package dev.weir.conformance.run;

import dev.weir.conformance.oracle.Tokens;
import dev.weir.conformance.peer.Inbox;
import dev.weir.conformance.suite.Args;
import dev.weir.conformance.wire.GeneratedParser;
import dev.weir.conformance.wire.RecordParser.UnreadableException;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Segment;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Steps that look at what has arrived. */
final class ReceivedSteps {
    private static final Pattern TOKEN = Pattern.compile("T[A-Z][A-Z2-7]{18}|&T[A-Z][A-Z2-7]{17}");

    private ReceivedSteps() {}

    /** Expects counts and single values at the receiver. */
    static void received(Trial trial, Args args) throws CaseFailure, InterruptedException {
        Session session = trial.session(args.text("stream", "s"));
        Inbox inbox = session.inbox();
        String name = session.fileName();
        count(trial, args, "chunks", () -> inbox.chunks(name).size());
        count(trial, args, "rows", () -> inbox.records(name).size());
        count(trial, args, "opens", inbox::opens);
        count(trial, args, "messages", inbox::arrivals);
        if (args.has("at_most_chunks")) {
            TimeUnit.MILLISECONDS.sleep(trial.settings().millis(300));
            require(
                    inbox.chunks(name).size() <= args.number("at_most_chunks", 0),
                    "at most " + args.number("at_most_chunks", 0) + " chunks arrive");
        }
        if (args.has("closed")) {
            require(inbox.closed(name) == args.flag("closed"), "the file is closed: " + args.flag("closed"));
        }
        for (Args row : args.list("row")) {
            row(trial, inbox.records(name), row);
        }
        for (String part : args.texts("without_headers")) {
            String filled = session.rows().text(part);
            require(inbox.headers().stream().noneMatch(h -> h.contains(filled)), "no header of the submitter arrives");
        }
    }

    /** Looks at a number until it is the wanted one, for a while: what is on its way is not lost. */
    private static void count(Trial trial, Args args, String what, java.util.function.IntSupplier found)
            throws CaseFailure, InterruptedException {
        if (!args.has(what)) {
            return;
        }
        long wanted = args.number(what, 0);
        long patience = System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(trial.settings().millis(10_000));
        while (found.getAsInt() < wanted && System.nanoTime() < patience) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        if (wanted == 0) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        require(found.getAsInt() == wanted, wanted + " " + what + " arrive, and not " + found.getAsInt());
    }

    private static void row(Trial trial, List<byte[]> records, Args row) throws CaseFailure {
        int at = (int) row.number("at", 0);
        require(at < records.size(), "row " + at + " arrives");
        SortedMap<String, String> values = values(records.get(at));
        for (Map.Entry<String, String> wanted : row.map("values").entrySet()) {
            String found = values.getOrDefault(wanted.getKey(), "");
            String text = wanted.getValue();
            boolean fits = text.equals("TOKEN")
                    ? TOKEN.matcher(found).matches()
                    : found.equals(text.startsWith("token:") ? token(trial, text) : text);
            require(fits, "row " + at + ": " + wanted.getKey() + " arrives as the case says");
        }
    }

    private static String token(Trial trial, String text) {
        String[] parts = text.split(":", 3);
        var rules = trial.bench().rules();
        return new Tokens(HexFormat.of().parseHex(Bench.ROOT_KEY), rules.state(), rules.domain(), rules.epoch())
                .token(parts[1], parts[2]);
    }

    private static SortedMap<String, String> values(byte[] record) throws CaseFailure {
        SortedMap<String, String> named = new TreeMap<>();
        try {
            new GeneratedParser().read(record).forEach((path, value) -> {
                String[] parts = path.replace("?", "").split("\\.");
                if (parts.length == 2 && !path.endsWith("?")) {
                    Segment segment =
                            Catalogue.v4().segment(Integer.parseInt(parts[0])).orElseThrow();
                    named.put(segment.element(Integer.parseInt(parts[1])).name(), value);
                }
            });
        } catch (UnreadableException e) {
            throw new CaseFailure("what arrives can be parsed");
        }
        return named;
    }

    /** Expects that two values at the receiver are equal, or different. */
    static void same(Trial trial, Args args) throws CaseFailure {
        String a = value(trial, args.at("a"));
        String b = value(trial, args.at("b"));
        require(a.equals(b) != args.flag("not"), args.text("because"));
        require(!a.isEmpty(), "a value arrives: " + args.text("because"));
    }

    private static String value(Trial trial, Args place) throws CaseFailure {
        Session session = trial.session(place.text("stream", "s"));
        List<byte[]> records = session.inbox().records(session.fileName());
        int at = (int) place.number("row", 0);
        require(at < records.size(), "row " + at + " arrives");
        return values(records.get(at)).getOrDefault(place.text("element"), "");
    }

    /** Looks at all tokens of an element: shape, no two equal, no order, no part of the input. */
    static void tokens(Trial trial, Args args) throws CaseFailure {
        Session session = trial.session(args.text("stream", "s"));
        Set<String> seen = new HashSet<>();
        int descents = 0;
        String before = "";
        for (byte[] record : session.inbox().records(session.fileName())) {
            String token = values(record).getOrDefault(args.text("element"), "");
            require(TOKEN.matcher(token).matches(), "every value is a token");
            require(seen.add(token), "no two people share a token");
            descents += token.compareTo(before) < 0 ? 1 : 0;
            before = token;
        }
        require(seen.size() == args.number("count", 0), args.number("count", 0) + " tokens arrive");
        require(descents > seen.size() / 4 && descents < seen.size() * 3 / 4, "tokens tell no order");
    }

    private static void require(boolean holds, String claim) throws CaseFailure {
        if (!holds) {
            throw new CaseFailure(claim);
        }
    }

    static Map<String, Verb> verbs() {
        return Map.of(
                "received", ReceivedSteps::received, "same", ReceivedSteps::same, "tokens", ReceivedSteps::tokens);
    }
}
