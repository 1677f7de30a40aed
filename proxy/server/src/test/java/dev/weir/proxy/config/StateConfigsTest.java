package dev.weir.proxy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.plan.Plan;
import dev.weir.core.policy.Policy;
import dev.weir.core.policy.Purpose;
import dev.weir.proxy.testing.Rig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every jurisdiction's policy, and what it lets out in words. */
class StateConfigsTest {
    private static final Set<String> PLAINTIFFS = Set.of(
            "CA", "AZ", "CO", "CT", "DE", "HI", "IL", "ME", "MD", "MA", "MI", "MN", "NV", "NJ", "NM", "NY", "OR", "RI",
            "VT", "WA");

    static List<Path> folders() throws IOException {
        try (Stream<Path> found = Files.list(Rig.STATE_CONFIGS)) {
            return found.filter(Files::isDirectory)
                    .filter(f -> !f.getFileName().toString().startsWith("_"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void policy_isExplainedByItsGoldenFile(Path folder) throws Exception {
        Policy policy = PolicyReader.read(folder);
        String explained = Plan.withoutAttestation(policy).explain();
        Path golden = folder.resolve("explain.txt");
        if (Boolean.getBoolean("weir.writeGolden")) {
            Files.writeString(golden, explained);
        }
        assertEquals(Files.readString(golden), explained);
        assertEquals(
                PLAINTIFFS.contains(policy.jurisdiction().usps()),
                policy.jurisdiction().plaintiff2025());
        assertEquals(
                folder.getFileName().toString().toUpperCase(Locale.ROOT),
                policy.jurisdiction().usps());
    }

    @Test
    void jurisdictions_areTheFiftyStatesTheDistrictAndFiveTerritories() throws Exception {
        Set<String> codes = new HashSet<>();
        int plaintiffs = 0;
        for (Path folder : folders()) {
            Policy policy = PolicyReader.read(folder);
            for (String code : policy.jurisdiction().ansi()) {
                assertTrue(codes.add(code), folder + ": an ANSI code is used twice");
            }
            plaintiffs += policy.jurisdiction().plaintiff2025() ? 1 : 0;
            assertTrue(!policy.purpose(Purpose.STATUS_VERIFICATION).enabled(), folder.toString());
        }
        assertEquals(56, folders().size());
        assertEquals(60, codes.size(), "56 codes and four more under which parts of a state submit");
        assertEquals(20, plaintiffs);
    }
}
