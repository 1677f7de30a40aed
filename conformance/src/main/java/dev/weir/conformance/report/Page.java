package dev.weir.conformance.report;

import dev.weir.conformance.suite.Args;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Results as one page without anything from outside: for the one who decides, and for the one who has to put it right. */
public final class Page {
    private static final Map<String, String> WORDS = Map.of(
            "pass", "passed",
            "fail", "failed",
            "leak", "leaked",
            "skipped", "skipped",
            "not-run", "could not be run",
            "expected-fail", "known to fail",
            "stale", "known to fail, but passed");
    private static final Map<String, String> RESULTS =
            Map.of("success", "passed", "failure", "failed", "partial", "only partly declared", "not-run", "not run");
    private static final Map<String, String> LEVELS = Map.of(
            "L0", "Transport: speaks the protocol safely",
            "L1", "Minimizing: tokenizes, strips, leaks nothing",
            "L2", "Accountable: releases only with an attestation",
            "L3", "Operational: safe to run for a deadline");

    private static final Map<String, String> CATEGORIES = Map.ofEntries(
            Map.entry("ATT", "attestations, approvals, holds"),
            Map.entry("CFG", "policy and configuration"),
            Map.entry("ERR", "errors and their texts"),
            Map.entry("FED", "several states"),
            Map.entry("FLW", "floods and limits"),
            Map.entry("LED", "the ledger"),
            Map.entry("NRM", "normal forms of values"),
            Map.entry("OBS", "logs, metrics, health"),
            Map.entry("RCP", "receipts"),
            Map.entry("RES", "breaks and resuming"),
            Map.entry("STR", "fields that must not leave"),
            Map.entry("TLS", "certificates and lines"),
            Map.entry("TOK", "tokens"),
            Map.entry("WIR", "ambiguous bytes"));

    private final Args results;
    private final StringBuilder html = new StringBuilder();

    private Page(Args results) {
        this.results = results;
    }

    /** Returns the page of a results document. */
    public static String of(Args results) {
        return new Page(results).page();
    }

    private String page() {
        Args implementation = results.at("implementation");
        String name = JUnitXml.escaped(implementation.text("name"));
        html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .append("<title>Conformance of ")
                .append(name)
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head><body><main>\n");
        html.append("<p class=\"eyebrow\">State Minimization Protocol ")
                .append(results.text("specification"))
                .append(" &middot; suite ")
                .append(results.text("suite"))
                .append("</p><h1>")
                .append(name)
                .append(' ')
                .append(JUnitXml.escaped(implementation.text("version")))
                .append("</h1>\n");
        verdict();
        levels();
        matrix();
        failures();
        skipped();
        all();
        footer();
        return html.append("</main></body></html>\n").toString();
    }

    private long count(String verdict) {
        return results.at("summary").number(verdict, 0);
    }

    private void verdict() {
        long bad = count("fail") + count("leak") + count("not-run") + count("stale");
        long cases = results.list("cases").size();
        String kind = count("leak") > 0 ? "leak" : bad > 0 ? "fail" : "pass";
        String text = count("leak") > 0
                ? "Protected data got through in " + count("leak") + " of " + cases + " cases. Do not use this proxy."
                : bad > 0 ? bad + " of " + cases + " cases did not hold." : "All " + cases + " cases held.";
        if (count("skipped") > 0) {
            text += " " + count("skipped") + " were skipped for features that it does not declare.";
        }
        html.append("<p class=\"verdict ")
                .append(kind)
                .append("\">")
                .append(text)
                .append("</p>\n");
    }

    private void levels() {
        html.append("<section class=\"levels\">");
        results.at("levels")
                .members()
                .forEach((name, level) -> html.append("<div class=\"level ")
                        .append(level.text("result"))
                        .append("\"><strong>")
                        .append(name)
                        .append(' ')
                        .append(RESULTS.getOrDefault(level.text("result"), level.text("result")))
                        .append("</strong><span>")
                        .append(LEVELS.getOrDefault(name, ""))
                        .append("</span><small>")
                        .append(level.number("passed", 0))
                        .append(" passed, ")
                        .append(level.number("failed", 0))
                        .append(" failed, ")
                        .append(level.number("skipped", 0))
                        .append(" skipped</small></div>"));
        html.append("</section>\n");
    }

    private void matrix() {
        Map<String, Map<String, List<Args>>> cells = new TreeMap<>();
        for (Args one : results.list("cases")) {
            cells.computeIfAbsent(one.text("category"), c -> new LinkedHashMap<>())
                    .computeIfAbsent(one.text("level"), l -> new ArrayList<>())
                    .add(one);
        }
        html.append("<h2>By category and level</h2><div class=\"scroll\"><table class=\"matrix\"><tr><th></th>");
        List<String> levels = List.of("L0", "L1", "L2", "L3");
        levels.forEach(l -> html.append("<th>").append(l).append("</th>"));
        html.append("</tr>");
        cells.forEach((category, byLevel) -> {
            html.append("<tr><th>")
                    .append(category)
                    .append(" <small>")
                    .append(CATEGORIES.getOrDefault(category, ""))
                    .append("</small></th>");
            levels.forEach(level -> cell(byLevel.getOrDefault(level, List.of())));
            html.append("</tr>");
        });
        html.append("</table></div>\n");
    }

    private void cell(List<Args> cases) {
        if (cases.isEmpty()) {
            html.append("<td></td>");
            return;
        }
        long passed =
                cases.stream().filter(c -> c.text("verdict").equals("pass")).count();
        boolean leaked = cases.stream().anyMatch(c -> c.text("verdict").equals("leak"));
        boolean skipped =
                cases.stream().allMatch(c -> List.of("pass", "skipped").contains(c.text("verdict")));
        String kind = leaked ? "leak" : passed == cases.size() ? "pass" : skipped ? "skipped" : "fail";
        html.append("<td class=\"")
                .append(kind)
                .append("\">")
                .append(passed)
                .append(" of ")
                .append(cases.size())
                .append("</td>");
    }

    private void failures() {
        List<Args> bad = new ArrayList<>(results.list("cases"));
        bad.removeIf(c -> List.of("pass", "skipped").contains(c.text("verdict")));
        if (bad.isEmpty()) {
            return;
        }
        bad.sort(java.util.Comparator.comparing(c -> !c.text("verdict").equals("leak")));
        html.append("<h2>What did not hold</h2>\n");
        bad.forEach(this::failure);
    }

    /** Tells which features were missing, and for how many cases. */
    private void skipped() {
        Map<String, Integer> reasons = new TreeMap<>();
        for (Args one : results.list("cases")) {
            if (one.text("verdict").equals("skipped")) {
                reasons.merge(one.texts("failures").stream().findFirst().orElse(""), 1, Integer::sum);
            }
        }
        if (!reasons.isEmpty()) {
            html.append("<h2>What was skipped</h2><ul>");
            reasons.forEach((reason, cases) -> html.append("<li>")
                    .append(cases)
                    .append(cases == 1 ? " case: " : " cases: ")
                    .append(JUnitXml.escaped(reason))
                    .append("</li>"));
            html.append("</ul>\n");
        }
    }

    private void failure(Args one) {
        String id = one.text("id");
        html.append("<article class=\"")
                .append(one.text("verdict"))
                .append("\"><h3>")
                .append(id)
                .append(" <small>")
                .append(WORDS.getOrDefault(one.text("verdict"), ""))
                .append("</small></h3><p>")
                .append(JUnitXml.escaped(one.text("title")))
                .append("</p><ul>");
        one.texts("failures")
                .forEach(f -> html.append("<li>").append(JUnitXml.escaped(f)).append("</li>"));
        html.append("</ul><p class=\"why\"><strong>Why it matters.</strong> ")
                .append(JUnitXml.escaped(one.text("why", "")))
                .append("</p><p>Requirements: ")
                .append(String.join(", ", one.texts("requirements")))
                .append("</p><details><summary>Steps and bytes</summary><ol>");
        one.texts("steps")
                .forEach(s ->
                        html.append("<li><code>").append(JUnitXml.escaped(s)).append("</code></li>"));
        html.append("</ol><div class=\"bytes\"><div><h4>Into the proxy</h4><pre>")
                .append(JUnitXml.escaped(one.text("bytes_in", "")))
                .append("</pre></div><div><h4>Out of the proxy</h4><pre>")
                .append(JUnitXml.escaped(one.text("bytes_out", "")))
                .append("</pre></div></div></details><p>Again: <code>conformance/conform run --put ")
                .append(JUnitXml.escaped(results.at("implementation").text("target")))
                .append(" --level L3 --run ")
                .append(id)
                .append(" --seed ")
                .append(results.text("seed"))
                .append(" --trace</code></p></article>\n");
    }

    private void all() {
        html.append("<h2>All cases</h2><details><summary>")
                .append(results.list("cases").size())
                .append(" cases</summary><div class=\"scroll\"><table class=\"cases\">")
                .append("<tr><th>Case</th><th>Claim</th><th>Level</th><th>Result</th><th>ms</th></tr>");
        for (Args one : results.list("cases")) {
            html.append("<tr class=\"")
                    .append(one.text("verdict"))
                    .append("\"><td>")
                    .append(one.text("id"))
                    .append("</td><td>")
                    .append(JUnitXml.escaped(one.text("title")))
                    .append("</td><td>")
                    .append(one.text("level"))
                    .append("</td><td>")
                    .append(WORDS.getOrDefault(one.text("verdict"), ""))
                    .append("</td><td>")
                    .append(one.number("millis", 0))
                    .append("</td></tr>");
        }
        html.append("</table></div></details>\n");
    }

    private void footer() {
        Args coverage = results.at("coverage");
        html.append("<footer>Begun ")
                .append(results.text("begun"))
                .append(", ")
                .append(results.number("millis", 0) / 1000)
                .append(" s, seed ")
                .append(results.text("seed"))
                .append(". ")
                .append(coverage.number("requirements", 0))
                .append(" requirements, ")
                .append(coverage.texts("untested").size())
                .append(" of them without a case. Values that stood for people's data are masked.</footer>");
    }

    private static final String STYLE = """
            :root{color-scheme:light dark;--page:#fff;--box:#f6f7fa;--ink:#1d2430;--soft:#5a6577;--line:#d9dee7;
              --pass:#e4f3e8;--fail:#fbe9d5;--leak:#f7d4d4;--skipped:#eceff4}
            @media(prefers-color-scheme:dark){:root{--page:#14181f;--box:#1e242e;--ink:#e6e9ef;--soft:#a3adbd;--line:#353d4a;
              --pass:#173a24;--fail:#4a3315;--leak:#5a1f1f;--skipped:#262d38}}
            *{box-sizing:border-box}
            body{margin:0;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--page)}
            main{max-width:64rem;margin:0 auto;padding:2rem 1.25rem 4rem}
            h1{margin:.2rem 0 1rem;font-size:2rem}h2{margin:2.5rem 0 .75rem}h3{margin:0}
            .eyebrow,small,footer{color:var(--soft)}
            .verdict{padding:1rem 1.25rem;border-radius:.5rem;font-size:1.15rem}
            .verdict.pass,td.pass,.level.success{background:var(--pass)}
            .verdict.fail,td.fail,.level.failure{background:var(--fail)}
            .verdict.leak,td.leak{background:var(--leak)}
            td.skipped,.level.partial,.level.not-run{background:var(--skipped)}
            .levels{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:.75rem}
            .level{padding:.9rem 1rem;border-radius:.5rem;display:flex;flex-direction:column}
            table{border-collapse:collapse;width:100%}th,td{padding:.4rem .6rem;text-align:left;border:1px solid var(--line);vertical-align:top}
            .matrix{max-width:44rem}.matrix td{white-space:nowrap}.scroll{overflow-x:auto}
            article{border:1px solid var(--line);border-left:.4rem solid #d98c3f;border-radius:.4rem;padding:1rem 1.25rem;margin:0 0 1rem}
            article.leak{border-left-color:#b3261e}
            .why{background:var(--box);padding:.6rem .8rem;border-radius:.4rem}
            .bytes{display:grid;grid-template-columns:1fr 1fr;gap:1rem}
            @media(max-width:44rem){.bytes{grid-template-columns:1fr}.matrix small{display:none}}
            pre,code{font:13px/1.45 ui-monospace,monospace;overflow-wrap:anywhere}pre{white-space:pre-wrap;background:var(--box);padding:.6rem;border-radius:.4rem;margin:0}
            tr.leak td{background:var(--leak)}tr.fail td,tr.not-run td{background:var(--fail)}
            footer{margin-top:2rem;border-top:1px solid var(--line);padding-top:1rem}
            """;
}
