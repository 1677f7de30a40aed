package dev.weir.conformance.suite;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The whole suite.
 *
 * @param home folder of the suite
 * @param version version of the suite
 * @param specification version of the specification
 * @param requirements requirements, by number
 * @param notes notes by name
 * @param policies policies by name, as an adapter is given them
 * @param purposes what the base of the protocol lists for each purpose, every class named
 * @param cases cases by id
 * @param vectors known answers; each is also the matter of a case
 * @param retired ids that were used once and never will be again
 */
public record Suite(
        Path home,
        String version,
        String specification,
        List<Requirement> requirements,
        Map<String, Note> notes,
        Map<String, Args> policies,
        Args purposes,
        List<TestCase> cases,
        List<Vector> vectors,
        Set<String> retired) {
    private static final Note NONE = new Note("", "FUNCTIONALITY", "");

    public Suite {
        requirements = List.copyOf(requirements);
        notes = Map.copyOf(notes);
        policies = Map.copyOf(policies);
        cases = List.copyOf(cases);
        vectors = List.copyOf(vectors);
        retired = Set.copyOf(retired);
    }

    /** Returns a note; one that says nothing where there is none of the name. */
    public Note note(String name) {
        return notes.getOrDefault(name, NONE);
    }

    /** Returns a case. */
    public Optional<TestCase> find(String id) {
        return cases.stream().filter(c -> c.id().equals(id)).findFirst();
    }

    /** Returns a known answer. */
    public Optional<Vector> vector(String id) {
        return vectors.stream().filter(v -> v.id().equals(id)).findFirst();
    }

    /** Returns the requirements that bind and that no case tests, though one could. */
    public List<Requirement> untested() {
        Set<String> tested = new TreeSet<>();
        cases.forEach(c -> tested.addAll(c.requirements()));
        return requirements.stream()
                .filter(r -> r.shall() && r.untested().isEmpty() && !tested.contains(r.id()))
                .toList();
    }

    /** Returns the cases that test a requirement. */
    public List<String> testing(String requirement) {
        return cases.stream()
                .filter(c -> c.requirements().contains(requirement))
                .map(TestCase::id)
                .toList();
    }

    /** Returns the cases up to a level that a pattern names; all of them for an empty one. */
    public List<TestCase> select(Level most, List<String> patterns) {
        List<TestCase> selected = new ArrayList<>();
        for (TestCase one : cases) {
            boolean named = patterns.isEmpty() || patterns.stream().anyMatch(p -> KnownFailing.matches(p, one.id()));
            if (one.level().compareTo(most) <= 0 && named) {
                selected.add(one);
            }
        }
        return selected;
    }
}
