package dev.weir.proxy.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Writes the threat model from the tests that prove it; a threat without a test fails. */
class ThreatModelTest {
    private static final Path PAGE = Path.of(System.getProperty("weir.root"), "docs/threat-model.md");
    private static final String HEAD = """
            # Threat model

            What somebody could try against a release and against its proof, what stands in the way, and the tests that
            show it. Made from the annotations of the tests; a row without a test fails the build. Rows are added as
            defences are: what is not listed here is not claimed.

            | No. | Threat | Defence | Proven by |
            |---|---|---|---|
            """;

    @Test
    void everyThreat_hasATestThatProvesItsDefence() throws Exception {
        proofs().forEach((threat, tests) -> assertTrue(!tests.isEmpty(), threat + ": has a test that proves it"));
    }

    @Test
    void page_isWhatTheTestsSay() throws Exception {
        StringBuilder page = new StringBuilder(HEAD);
        proofs().forEach((threat, tests) -> page.append("| ")
                .append(threat)
                .append(" | ")
                .append(threat.what())
                .append(" | ")
                .append(threat.defence())
                .append(" | ")
                .append(String.join("<br>", tests))
                .append(" |\n"));
        if (Boolean.getBoolean("weir.writeGolden")) {
            Files.writeString(PAGE, page);
        }
        assertEquals(page.toString(), Files.readString(PAGE));
    }

    private static Map<Threat, TreeSet<String>> proofs() throws Exception {
        Map<Threat, TreeSet<String>> proofs = new EnumMap<>(Threat.class);
        for (Threat threat : Threat.values()) {
            proofs.put(threat, new TreeSet<>());
        }
        for (Class<?> type : classes()) {
            for (Method method : type.getDeclaredMethods()) {
                Proves proves = method.getAnnotation(Proves.class);
                for (String threat : proves == null ? new String[0] : proves.value()) {
                    proofs.computeIfAbsent(Threat.valueOf(threat), t -> new TreeSet<>())
                            .add("`" + type.getSimpleName() + "." + method.getName() + "`");
                }
            }
        }
        return proofs;
    }

    /** Returns the test classes of this module, from where this one was compiled to. */
    private static List<Class<?>> classes() throws IOException, URISyntaxException, ClassNotFoundException {
        Path root = Path.of(ThreatModelTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(f -> f.toString().endsWith("Test.class"))
                    .sorted()
                    .toList()) {
                String name = root.relativize(file).toString().replace(java.io.File.separatorChar, '.');
                classes.add(Class.forName(name.substring(0, name.length() - ".class".length())));
            }
        }
        return classes;
    }
}
