package dev.weir.proxy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Exit codes and messages of the command line where nothing is read yet, or cannot be. */
class CommandLineTest {
    @TempDir
    Path dir;

    static Stream<List<String>> commands() {
        List<List<String>> all = new ArrayList<>();
        collect(WeirCommand.commandLine(), List.of(), all);
        assertTrue(all.size() >= 14, "commands: " + all);
        return all.stream();
    }

    private static void collect(CommandLine command, List<String> path, List<List<String>> all) {
        all.add(path);
        command.getSubcommands().forEach((name, subcommand) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            collect(subcommand, longer, all);
        });
    }

    @ParameterizedTest
    @MethodSource("commands")
    void help_ofEveryCommand_exitsWithZero(List<String> command) {
        List<String> help = new ArrayList<>(command);
        help.add("--help");
        Ran.weir(help).ended(Exit.OK, "Usage: weir");
    }

    @Test
    void version_saysSoftwareAndRuntime() {
        Ran.weir("--version").ended(Exit.OK, "weir/", "Java ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "keys",
                "keys create --keys k",
                "keys create --keys k --state ca",
                "keys rotate --keys k",
                "receive",
                "receive --listen 127.0.0.1:1",
                "receive render --store s",
                "serve",
                "explain",
                "check",
                "check --charset KLINGON f",
                "check --stop-share 2 f",
                "check --stop-share nan f",
                "check --stop-rows -1 f",
                "minimize",
                "minimize f --policy p --keys k",
                "minimize --unknown f",
                "minimize --stop-share 1.5 f --policy p --keys k --out o",
                "minimize a/f.psv b/f.psv --policy state-configs/ca --keys k --out o",
                "submit",
                "submit f --state CA --to nowhere --certificates c --key k --trust t",
                "submit f --state CA --to a:99999 --certificates c --key k --trust t",
                "submit f --state CA --to a:1 --certificates c --key k --trust t --rows-per-chunk 63",
                "submit f --state CA --to a:1 --certificates c --key k --trust t --rows-per-chunk 1025",
                "submit f --state CA --to a:1 --certificates c --key k --trust t --in-flight 0",
                "submit f --state CA --to a:1 --certificates c --key k --trust t --streams 0",
                "submit f --state CA --to a:1 --certificates c --key k --trust t --retry-for -1",
                "submit f --state ca --to a:1 --certificates c --key k --trust t",
                "submit a/f b/f --state CA --to a:1 --certificates c --key k --trust t",
                "quickstart --out OCCUPIED"
            })
    void wrongCommandLine_exitsWithTwo(String line) throws IOException {
        Path occupied = Files.createDirectories(dir.resolve("occupied"));
        Files.writeString(occupied.resolve("file"), "");
        List<String> arguments = line.isEmpty()
                ? List.of()
                : Arrays.stream(line.split(" "))
                        .map(a -> a.equals("OCCUPIED") ? occupied.toString() : a)
                        .map(a -> a.equals("state-configs/ca") ? CliFiles.POLICY.toString() : a)
                        .toList();
        Ran ran = Ran.weir(arguments).ended(Exit.USAGE);
        assertTrue(!ran.err().isBlank(), "it says what is wrong");
        assertEquals("", ran.out());
    }

    @Test
    void whatIsNotThere_isRefusedByName() {
        String nowhere = dir.resolve("nowhere").toString();
        Ran.weir("check", nowhere).ended(Exit.REFUSED, nowhere + ": exists");
        Ran.weir("explain", nowhere).ended(Exit.REFUSED, "nowhere");
        Ran.weir("serve", "--config", nowhere).ended(Exit.REFUSED, nowhere + ": can be read");
        Ran.weir("keys", "show", "--keys", nowhere).ended(Exit.REFUSED, "nowhere");
        Ran.weir("quickstart", "--sample", nowhere).ended(Exit.REFUSED, nowhere);
        Ran.weir("check", CliFiles.ELIGIBLE, "--layout", nowhere).ended(Exit.REFUSED, nowhere + ": exists");
        Ran.weir("check", CliFiles.ELIGIBLE, "--layout", dir.toString()).ended(Exit.REFUSED, dir + ": is a file");
        Ran.weir("receive", "render", "--store", nowhere, "--state", "CA", "--submission", "x", "--out", nowhere)
                .ended(Exit.REFUSED, "x: is a submission in the store");
        assertEquals(
                "[]",
                Ran.weir("receive", "list", "--json", "--store", nowhere)
                        .ended(Exit.OK)
                        .out()
                        .strip());
    }

    @Test
    void layoutThatIsNoText_isRefusedByName() throws IOException {
        Path layout = Files.write(dir.resolve("layout.csv"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
        Ran.weir("check", layout.toString()).ended(Exit.REFUSED, layout + ": is UTF-8");
        Ran.weir("check", CliFiles.ELIGIBLE, "--layout", layout.toString()).ended(Exit.REFUSED, layout + ": is UTF-8");
    }

    @Test
    void certificates_thatCannotBeUsed_areRefusedByName() throws Exception {
        CliFiles files = new CliFiles(dir);
        List<String> submit = files.submit(1, CliFiles.ELIGIBLE);
        Ran.weir(submit).ended(Exit.UNAVAILABLE, "run the same command again");
        List<String> missing = new ArrayList<>(submit);
        missing.set(missing.indexOf("--key") + 1, dir.resolve("missing.key").toString());
        Ran.weir(missing).ended(Exit.REFUSED, "missing.key");
        Path garbage = Files.writeString(dir.resolve("garbage.pem"), "nothing of the kind\n");
        for (String option : List.of("--certificates", "--key", "--trust")) {
            List<String> wrong = new ArrayList<>(submit);
            wrong.set(wrong.indexOf(option) + 1, garbage.toString());
            Ran.weir(wrong).ended(Exit.REFUSED, "garbage.pem");
        }
    }

    @Test
    void portInUse_isRefusedByAddress_andLeavesNothingRunning() throws Exception {
        CliFiles files = new CliFiles(dir);
        Set<Thread> before = ownThreads();
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            Ran.weir(files.receive(address, "127.0.0.1:0")).ended(Exit.REFUSED, address);
            Ran.weir(files.receive("127.0.0.1:0", address)).ended(Exit.REFUSED, address);
            Path config = files.configuration(taken.getLocalPort(), 0);
            Ran.weir("serve", "--config", config.toString()).ended(Exit.REFUSED, address);
            Path admin = files.configuration(0, taken.getLocalPort());
            Ran.weir("serve", "--config", admin.toString()).ended(Exit.REFUSED, address);
        }
        for (Thread thread : ownThreads()) {
            thread.join(before.contains(thread) ? 1 : 10_000);
        }
        Set<Thread> left = ownThreads();
        left.removeAll(before);
        assertEquals(Set.of(), left);
    }

    /** Returns the threads of proxies, receivers and their event loops that live. */
    private static Set<Thread> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("weir-")
                        || thread.getName().startsWith("multiThreadIoEventLoopGroup"))
                .collect(Collectors.toCollection(HashSet::new));
    }
}
