package dev.weir.conformance.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Cases that are known to fail: each with an owner, an issue, a date on which patience ends, and a reason. */
public final class KnownFailing {
    private final List<Entry> entries;

    private KnownFailing(List<Entry> entries) {
        this.entries = entries;
    }

    /** One line of the file. */
    public record Entry(String pattern, String owner, String issue, LocalDate until, String reason) {}

    /** Returns a list without entries. */
    public static KnownFailing none() {
        return new KnownFailing(List.of());
    }

    /**
     * Reads a file of lines {@code pattern owner issue until reason}.
     *
     * @throws SuiteException where a column is missing, a date is none, or a pattern covers a case that cannot be waived
     */
    public static KnownFailing read(Path file, Suite suite) throws SuiteException, IOException {
        List<Entry> entries = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (!line.isBlank() && !line.strip().startsWith("#")) {
                entry(file + ": line " + number, line.strip().split("\\s+", 5), suite, entries, problems);
            }
        }
        if (!problems.isEmpty()) {
            throw new SuiteException(problems);
        }
        return new KnownFailing(entries);
    }

    private static void entry(String place, String[] columns, Suite suite, List<Entry> entries, List<String> problems) {
        if (columns.length < 5) {
            problems.add(place + ": has pattern, owner, issue, until and reason");
            return;
        }
        try {
            entries.add(new Entry(columns[0], columns[1], columns[2], LocalDate.parse(columns[3]), columns[4]));
        } catch (DateTimeParseException e) {
            problems.add(place + ": until is a date such as 2027-01-31");
            return;
        }
        for (TestCase one : suite.cases()) {
            boolean fixed = one.level() == Level.L0 || suite.note(one.note()).leak();
            if (fixed && matches(columns[0], one.id())) {
                problems.add(place + ": " + one.id() + ": a leak, or a case of level L0, can never be waived");
                return;
            }
        }
    }

    /** Returns the entry of a case that is in force on a day. */
    public Optional<Entry> entry(String id, LocalDate today) {
        return entries.stream()
                .filter(e -> matches(e.pattern(), id) && !today.isAfter(e.until()))
                .findFirst();
    }

    /** Returns whether an id is meant by a pattern: {@code WIR/WIR-010}, {@code WIR-01*}, {@code WIR/**}, {@code **}. */
    public static boolean matches(String pattern, String id) {
        String path = id.substring(0, Math.max(0, id.indexOf('-'))) + "/" + id;
        String wanted = pattern.contains("/") || pattern.equals("**") ? pattern : "*/" + pattern;
        StringBuilder regex = new StringBuilder();
        for (String part : wanted.split("((?<=\\*\\*)|(?=\\*\\*))")) {
            regex.append(part.equals("**") ? ".*" : Pattern.quote(part).replace("*", "\\E[^/]*\\Q"));
        }
        return Pattern.matches(regex.toString(), path);
    }
}
