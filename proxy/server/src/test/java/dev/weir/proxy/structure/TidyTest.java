package dev.weir.proxy.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** What every source file looks like. There are no exceptions; if a rule is wrong, the rule is changed. */
class TidyTest {
    private static final Path ROOT = Path.of(System.getProperty("weir.root"));
    private static final int MAIN_LINES = 400;
    private static final int TEST_LINES = 600;
    private static final int METHOD_LINES = 60;

    /** Calls whose exceptions quote what they were given. */
    private static final Pattern TALKING =
            Pattern.compile("\\b(Integer\\.parseInt|Integer\\.valueOf\\(\\w*[sS]tr|Long\\.parseLong|"
                    + "Double\\.parseDouble|LocalDate\\.parse|UUID\\.fromString|URI\\.create|InetAddress\\.getByName|"
                    + "Charset\\.forName|Class\\.forName|Pattern\\.compile\\((?!\")|TextFormat|JsonFormat|Timestamps\\.parse|"
                    + "Collectors\\.toMap|getUnfinishedMessage)\\b");

    /** Where rows about people pass. */
    private static final List<String> DATA_PATH = List.of(
            "proto/src/main/java/dev/weir/smp/",
            "proto/src/main/java/dev/weir/tmsis/wire/",
            "proto/src/main/java/dev/weir/tmsis/file/",
            "proxy/core/src/main/",
            "proxy/endpoints/src/main/java/dev/weir/endpoints/wire/",
            "proxy/endpoints/src/main/java/dev/weir/endpoints/receiver/",
            "proxy/server/src/main/java/dev/weir/proxy/edge/");

    private static List<Path> sources() throws IOException {
        try (Stream<Path> walk = Files.walk(ROOT)) {
            return walk.filter(p -> p.toString().endsWith(".java"))
                    .filter(p -> p.toString().contains("/src/"))
                    .filter(p -> !ROOT.relativize(p).toString().contains("target/"))
                    .sorted()
                    .toList();
        }
    }

    private static String name(Path source) {
        return ROOT.relativize(source).toString();
    }

    @Test
    void files_fitIntoOneSitting() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Path source : sources()) {
            int lines = Files.readAllLines(source).size();
            int most = name(source).contains("/src/test/") ? TEST_LINES : MAIN_LINES;
            if (lines > most) {
                wrong.add(name(source) + " has " + lines + " lines");
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(sources().size() > 150, "the sources were found");
    }

    @Test
    void methods_fitOnAScreen() throws IOException {
        List<String> wrong = new ArrayList<>();
        forEachMethod((source, method, lines) -> {
            if (lines > METHOD_LINES) {
                wrong.add(name(source) + ": " + method.getName() + " has " + lines + " lines");
            }
        });
        assertEquals(List.of(), wrong);
    }

    /** Takes a method and the lines it has. */
    private interface MethodCheck {
        void method(Path source, MethodTree method, long lines);
    }

    private static void forEachMethod(MethodCheck check) throws IOException {
        forEachUnit((source, unit, positions) -> new TreeScanner<Void, Void>() {
            @Override
            public Void visitMethod(MethodTree method, Void nothing) {
                long from = positions.getStartPosition(unit, method);
                long to = positions.getEndPosition(unit, method);
                if (from >= 0 && to >= 0) {
                    long lines = unit.getLineMap().getLineNumber(to)
                            - unit.getLineMap().getLineNumber(from)
                            + 1;
                    check.method(source, method, lines);
                }
                return super.visitMethod(method, nothing);
            }
        }.scan(unit, null));
    }

    /** Takes a parsed file. */
    private interface UnitCheck {
        void unit(Path source, CompilationUnitTree unit, SourcePositions positions);
    }

    private static void forEachUnit(UnitCheck check) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<Path> sources = sources();
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            int at = 0;
            for (CompilationUnitTree unit : task.parse()) {
                check.unit(sources.get(at++), unit, positions);
            }
            assertEquals(sources.size(), at);
        }
    }

    @Test
    void everyPackage_saysItsJob() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Path source : sources()) {
            Path dir = source.resolveSibling(".").normalize();
            Path counterpart = Path.of(dir.toString().replace("/src/test/", "/src/main/"));
            if (!Files.exists(dir.resolve("package-info.java"))
                    && !Files.exists(counterpart.resolve("package-info.java"))) {
                wrong.add(ROOT.relativize(dir).toString());
            }
        }
        assertEquals(List.of(), wrong.stream().distinct().toList());
    }

    @Test
    void exceptions_haveAMessage() throws IOException {
        List<String> wrong = new ArrayList<>();
        forEachUnit((source, unit, positions) -> new TreeScanner<Void, Void>() {
            @Override
            public Void visitNewClass(NewClassTree made, Void nothing) {
                String type = made.getIdentifier().toString();
                boolean own = unit.toString().contains("class " + type + " ");
                if (type.matches("\\w*(Exception|Error)") && made.getArguments().isEmpty() && !own) {
                    wrong.add(name(source) + ": " + type);
                }
                return super.visitNewClass(made, nothing);
            }
        }.scan(unit, null));
        assertEquals(List.of(), wrong);
    }

    @Test
    void stacksAndForeignTexts_areNotPrinted() throws IOException {
        assertNoLine(Pattern.compile("printStackTrace|System\\.(out|err)\\.println\\(e\\b"), "/src/main/");
        for (String place : DATA_PATH) {
            assertNoLine(Pattern.compile("\\.getMessage\\(\\)|\\.getLocalizedMessage\\(\\)"), place);
            assertNoLine(TALKING, place);
        }
    }

    @Test
    void clocksAndChance_areHandedIn() throws IOException {
        Pattern clock = Pattern.compile(
                "System\\.currentTimeMillis|Instant\\.now\\(\\)|LocalDate\\.now\\(\\)|new Random\\(\\)|Math\\.random|new Date\\(");
        for (String place : List.of("proto/src/main/", "proxy/core/src/main/", "proxy/endpoints/src/main/")) {
            assertNoLine(clock, place);
        }
        assertNoLine(Pattern.compile("System\\.nanoTime|Thread\\.|new Thread"), "proxy/core/src/main/");
        assertNoLine(Pattern.compile("Thread\\.sleep"), "/src/test/");
    }

    @Test
    void keys_areComparedInConstantTime() throws IOException {
        assertNoLine(Pattern.compile("Arrays\\.equals"), "proxy/core/src/main/java/dev/weir/core/token/");
        assertNoLine(Pattern.compile("Arrays\\.equals"), "proxy/server/src/main/java/dev/weir/proxy/keys/");
        assertNoLine(Pattern.compile("Arrays\\.equals"), "proto/src/main/java/dev/weir/smp/");
    }

    @Test
    void hashes_ofIdentifiersAreNowhere() throws IOException {
        assertNoLine(Pattern.compile("ObjectInputStream|ScriptEngine|Runtime\\.getRuntime\\(\\)\\.exec"), "/src/main/");
        assertNoLine(Pattern.compile("\"(MD5|SHA-1|SHA1)\""), "proxy/core/src/main/");
    }

    private static void assertNoLine(Pattern pattern, String place) throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Path source : sources()) {
            if (!name(source).contains(place) && !("/" + name(source)).contains(place)) {
                continue;
            }
            List<String> lines = Files.readAllLines(source);
            for (int i = 0; i < lines.size(); i++) {
                Matcher matcher = pattern.matcher(lines.get(i).strip());
                boolean comment = lines.get(i).strip().startsWith("*")
                        || lines.get(i).strip().startsWith("//");
                boolean thisTest = name(source).endsWith("TidyTest.java");
                if (matcher.find() && !comment && !thisTest) {
                    wrong.add(name(source) + ":" + (i + 1) + ": " + matcher.group());
                }
            }
        }
        assertEquals(List.of(), wrong);
    }
}
