package dev.weir.conformance.report;

import dev.weir.conformance.suite.Args;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Results as JUnit XML: a suite a category, a test a case; a leak is an error and not a failure. */
public final class JUnitXml {
    private JUnitXml() {}

    /** Returns the report of a results document. */
    public static String of(Args results) {
        Map<String, List<Args>> byCategory = new TreeMap<>();
        for (Args one : results.list("cases")) {
            byCategory
                    .computeIfAbsent(one.text("category"), c -> new java.util.ArrayList<>())
                    .add(one);
        }
        StringBuilder xml =
                new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"smp\">\n");
        byCategory.forEach((category, cases) -> {
            xml.append(String.format(
                    Locale.ROOT,
                    "  <testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\">%n",
                    category,
                    cases.size(),
                    cases.stream().filter(c -> failed(c.text("verdict"))).count(),
                    cases.stream().filter(c -> c.text("verdict").equals("leak")).count(),
                    cases.stream().filter(c -> skipped(c.text("verdict"))).count()));
            cases.forEach(one -> testCase(one, xml));
            xml.append("  </testsuite>\n");
        });
        return xml.append("</testsuites>\n").toString();
    }

    private static boolean failed(String verdict) {
        return verdict.equals("fail") || verdict.equals("not-run") || verdict.equals("stale");
    }

    private static boolean skipped(String verdict) {
        return verdict.equals("skipped") || verdict.equals("expected-fail");
    }

    private static void testCase(Args one, StringBuilder xml) {
        xml.append(String.format(
                Locale.ROOT,
                "    <testcase classname=\"%s\" name=\"%s %s\" time=\"%.3f\"",
                one.text("category"),
                one.text("id"),
                escaped(one.text("title")),
                one.number("millis", 0) / 1000.0));
        String verdict = one.text("verdict");
        String text = escaped(String.join("\n", one.texts("failures")));
        if (verdict.equals("leak")) {
            xml.append("><error type=\"leak\">").append(text).append("</error></testcase>\n");
        } else if (failed(verdict)) {
            xml.append("><failure type=\"")
                    .append(verdict)
                    .append("\">")
                    .append(text)
                    .append("</failure></testcase>\n");
        } else if (skipped(verdict)) {
            xml.append("><skipped/></testcase>\n");
        } else {
            xml.append("/>\n");
        }
    }

    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (char c : text.toCharArray()) {
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.append(c < 0x20 && c != '\n' ? ' ' : c);
            }
        }
        return escaped.toString();
    }
}
