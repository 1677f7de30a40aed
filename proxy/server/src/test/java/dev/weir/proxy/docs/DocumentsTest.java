package dev.weir.proxy.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.proxy.config.PolicyReader;
import dev.weir.proxy.config.ServeConfig;
import dev.weir.proxy.config.ServeConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentsTest {
    private static final Path ROOT = Path.of(System.getProperty("weir.root"));
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(#[^)]*)?\\)");
    private static final Pattern PATH_KEY =
            Pattern.compile("(?m)^ *(policy|directory|key_encryption_key|certificates|key|trust): (\\S+)");

    private static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(f -> f.toString().endsWith(".md"))
                    .filter(f ->
                            !f.toString().contains("/target/") && !f.toString().contains("/node_modules/"))
                    .toList();
        }
    }

    @Test
    void links_leadSomewhere() throws IOException {
        List<String> dead = new ArrayList<>();
        int links = 0;
        for (Path document : documents()) {
            Path folder = document.toAbsolutePath().getParent();
            for (MatchResult link :
                    LINK.matcher(Files.readString(document)).results().toList()) {
                boolean outside = link.group(1).contains("://");
                links++;
                if (!outside && folder != null && !Files.exists(folder.resolve(link.group(1)))) {
                    dead.add(ROOT.relativize(document) + ": " + link.group(1));
                }
            }
        }

        assertEquals(List.of(), dead);
        assertTrue(links > 20, "links found: " + links);
    }

    @Test
    void exampleConfiguration_isRead_andSaysTheDefaults(@TempDir Path dir) throws Exception {
        String yaml = Files.readString(ROOT.resolve("proxy/weir.example.yaml"));
        Matcher paths = PATH_KEY.matcher(yaml);
        while (paths.find()) {
            Path path = dir.resolve(paths.group(2));
            Files.createDirectories(path);
        }
        Path file = Files.writeString(dir.resolve("weir.yaml"), yaml);

        ServeConfig config = ServeConfigReader.read(file);
        Path sparse = Files.writeString(
                dir.resolve("sparse.yaml"),
                yaml.replaceAll("(?s)# Optional: metrics.*", "").replaceAll("(?m)^.*# optional.*\n", ""));
        ServeConfig defaults = ServeConfigReader.read(sparse);

        assertEquals(defaults, config);
    }

    @Test
    void policyInItsReadme_isAPolicy(@TempDir Path dir) throws Exception {
        String readme = Files.readString(ROOT.resolve("state-configs/README.md"));
        Matcher block = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(readme);
        assertTrue(block.find(), "the readme shows a policy");
        Files.createDirectories(dir.resolve("_base"));
        Files.copy(ROOT.resolve("state-configs/_base/policy.yaml"), dir.resolve("_base/policy.yaml"));
        Files.createDirectories(dir.resolve("ca"));
        Files.writeString(dir.resolve("ca/policy.yaml"), block.group(1));

        assertEquals("CA", PolicyReader.read(dir.resolve("ca")).scope().state());
    }
}
