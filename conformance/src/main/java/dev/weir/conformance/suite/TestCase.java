package dev.weir.conformance.suite;

import java.util.List;

/**
 * One case: a claim that can fail.
 *
 * @param id stable id such as {@code WIR-010}
 * @param title the claim
 * @param level level at which it counts
 * @param subject name of the file that it stands in
 * @param requirements requirements it tests
 * @param features features of the proxy that it needs beside the core
 * @param note why a failure matters, by name
 * @param catches leaky proxies that it must catch
 * @param policy name of the policy that the proxy runs
 * @param alone whether it needs a proxy of its own
 * @param quick whether it belongs to the subset that runs with every build
 * @param steps what is done and expected
 */
public record TestCase(
        String id,
        String title,
        Level level,
        String subject,
        List<String> requirements,
        List<String> features,
        String note,
        List<String> catches,
        String policy,
        boolean alone,
        boolean quick,
        List<Step> steps) {
    public TestCase {
        requirements = List.copyOf(requirements);
        features = List.copyOf(features);
        catches = List.copyOf(catches);
        steps = List.copyOf(steps);
    }

    /** Returns the category, the letters of the id. */
    public String category() {
        return id.substring(0, id.indexOf('-'));
    }
}
