package dev.weir.proxy.app;

import dev.weir.core.policy.Policy;
import dev.weir.core.policy.ReleaseRow;
import dev.weir.core.policy.Treatment;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.Segment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * CMS validation rules and quality measures that are known to find fault with a blank element, as the public data guide
 * states them. Not all that exist, and thresholds change.
 */
public final class CmsRules {
    private static final String RESOURCE = "cms-rules.csv";
    private static final int COLUMNS = 5;

    private final List<Rule> rules;

    /**
     * A rule.
     *
     * @param id number of the data guide
     * @param segments segments that it reads
     * @param elements elements that it reads
     * @param text what it asks for
     * @param tolerance what share may fail; empty where it is not known
     */
    public record Rule(String id, Set<String> segments, Set<String> elements, String text, String tolerance) {
        public Rule {
            segments = Set.copyOf(segments);
            elements = Set.copyOf(elements);
        }

        /** Returns whether the rule reads an element of a segment. */
        public boolean reads(Segment segment, Element element) {
            return segments.contains(segment.id()) && elements.contains(element.name());
        }

        /** Returns whether the rule reads a file of a type. */
        public boolean reads(FileType type) {
            return segments.stream().anyMatch(s -> s.startsWith(type.name()));
        }
    }

    private CmsRules(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** Reads the rules that came with this build. */
    public static CmsRules builtIn() throws IOException {
        InputStream in = CmsRules.class.getResourceAsStream(RESOURCE);
        if (in == null) {
            throw new IOException(RESOURCE + ": is part of the build");
        }
        List<Rule> rules = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line : lines.lines().skip(1).toList()) {
                String[] columns = line.split(",", -1);
                if (columns.length != COLUMNS) {
                    throw new IOException(RESOURCE + ": each line has five columns");
                }
                rules.add(new Rule(
                        columns[0],
                        Set.of(columns[1].split(";", -1)),
                        Set.of(columns[2].split(";", -1)),
                        columns[3],
                        columns[4]));
            }
        }
        return new CmsRules(rules);
    }

    /** Returns all rules. */
    public List<Rule> rules() {
        return rules;
    }

    /** Returns the rules that find fault with an element. */
    public List<Rule> of(Segment segment, Element element) {
        return rules.stream().filter(r -> r.reads(segment, element)).toList();
    }

    /** Returns whether a row of treatments blanks an element, whatever its siblings say. */
    public static boolean isBlank(Policy policy, ReleaseRow row, Element element) {
        return policy.blankElements().contains(element.name())
                || row.rule(element.fieldClass()).treatment() == Treatment.BLANK;
    }
}
