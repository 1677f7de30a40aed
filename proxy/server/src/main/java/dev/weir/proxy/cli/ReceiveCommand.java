package dev.weir.proxy.cli;

import dev.weir.endpoints.keys.ReceiverKey;
import dev.weir.endpoints.net.TlsFiles;
import dev.weir.endpoints.receiver.Acks;
import dev.weir.endpoints.receiver.FeedExport;
import dev.weir.endpoints.receiver.Receiver;
import dev.weir.endpoints.receiver.ReceiverConfig;
import dev.weir.proxy.app.ReceiverLog;
import dev.weir.proxy.ops.AdminServer;
import dev.weir.proxy.ops.Meters;
import dev.weir.tmsis.file.Encoding;
import dev.weir.tmsis.file.LineEnd;
import dev.weir.tmsis.file.WriteSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The reference receiver. */
@Command(
        name = "receive",
        header = "Runs the reference receiver.",
        description = "Takes feeds from proxies and stores each chunk once and durably before it acknowledges it: what "
                + "it has acknowledged survives a kill at any moment. Lists feeds and renders them as files.",
        mixinStandardHelpOptions = true,
        subcommands = {ReceiveCommand.ListFeeds.class, ReceiveCommand.Render.class})
final class ReceiveCommand implements Callable<Integer> {
    @ArgGroup(exclusive = false, multiplicity = "0..1", heading = "Taking feeds:%n")
    private @Nullable Serving serving;

    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:9091",
            converter = HostPort.Converter.class,
            description = "Where metrics and health are served. Default: ${DEFAULT-VALUE}.")
    private HostPort admin;

    @Option(
            names = "--accept-feeds-that-are-not-minimized",
            description = "For calibration only: takes feeds without a minimization statement.")
    private boolean notMinimized;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    ReceiveCommand() {}

    /** What is needed to take feeds; not needed to list and render them. */
    private static final class Serving {
        @Option(
                names = "--listen",
                paramLabel = "HOST:PORT",
                required = true,
                converter = HostPort.Converter.class,
                description = "Where proxies connect.")
        private HostPort listen;

        @Option(
                names = "--certificates",
                paramLabel = "FILE",
                required = true,
                description = "Own certificate in PEM, followed by its chain.")
        private Path certificates;

        @Option(names = "--key", paramLabel = "FILE", required = true, description = "Own private key (PKCS #8 PEM).")
        private Path key;

        @Option(
                names = "--trust",
                paramLabel = "FILE",
                required = true,
                description = "Certificate authorities from which proxies are accepted, in PEM.")
        private Path trust;

        @Option(names = "--store", paramLabel = "DIR", required = true, description = "Where feeds are stored.")
        private Path store;

        @Option(
                names = "--proxies",
                paramLabel = "DIR",
                required = true,
                description = "Directory with STATE.pem, the statement keys of the states' proxies.")
        private Path proxies;

        @Option(
                names = "--ack-key",
                paramLabel = "FILE",
                description =
                        "Key that signs acknowledgements. Default: receiver.key beside the store, made when it is "
                                + "missing, with its public part, which proxies need, in receiver.pem.")
        private Optional<Path> ackKey = Optional.empty();

        @Option(
                names = "--issuer",
                paramLabel = "URI",
                defaultValue = "urn:smp:receiver",
                description = "Name of this receiver in acknowledgements. Default: ${DEFAULT-VALUE}.")
        private String issuer;

        @SuppressWarnings("NullAway.Init")
        Serving() {}

        Acks acks() throws IOException {
            Path file = ackKey.orElse(store.resolveSibling("receiver.key"));
            boolean made = ackKey.isPresent() || Files.exists(file);
            Files.createDirectories(store);
            ReceiverKey found =
                    made ? ReceiverKey.read(file) : ReceiverKey.create(file, file.resolveSibling("receiver.pem"));
            return new Acks(found, issuer, Clock.systemUTC());
        }

        TlsFiles tls() {
            return new TlsFiles(certificates, key, trust);
        }
    }

    @Override
    public Integer call() throws Exception {
        Serving options = serving;
        if (options == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "say where to take feeds (--listen and what belongs to it), or list, or render");
        }
        Meters meters = new Meters();
        ReceiverConfig config = new ReceiverConfig(
                options.listen.address(),
                options.tls(),
                options.store,
                options.proxies,
                !notMinimized,
                Optional.of(options.acks()));
        try (Receiver receiver = Receiver.start(config, new ReceiverLog(meters));
                AdminServer health = new AdminServer(admin.address(), meters::scrape, receiver::ready)) {
            System.err.println("receiver listens at port " + receiver.address().getPort() + ", metrics at port "
                    + health.address().getPort());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(receiver), "weir-shutdown"));
            receiver.awaitTermination();
        }
        return Exit.OK;
    }

    private static void close(Receiver receiver) {
        try {
            receiver.close();
        } catch (IOException e) {
            System.err.println("store: can be closed");
        }
    }

    /** Lists submissions. */
    @Command(name = "list", description = "Lists the submissions in a store.", mixinStandardHelpOptions = true)
    static final class ListFeeds implements Callable<Integer> {
        @Option(names = "--store", paramLabel = "DIR", required = true, description = "Where feeds are stored.")
        private Path store;

        @Option(names = "--json", description = "Print the result as JSON.")
        private boolean json;

        @SuppressWarnings("NullAway.Init")
        ListFeeds() {}

        @Override
        public Integer call() throws Exception {
            List<Map<String, Object>> all = new ArrayList<>();
            for (FeedExport.Listed feed : new FeedExport(store).list()) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("state", feed.state());
                one.put("submission_id", feed.id());
                one.put("complete", feed.complete());
                one.put("rows", feed.rows());
                one.put("files", feed.files());
                all.add(one);
                if (!json) {
                    System.out.printf(
                            "%s  %s  %s  %d rows  %d files%n",
                            feed.state(),
                            feed.id(),
                            feed.complete() ? "complete" : "open    ",
                            feed.rows(),
                            feed.files().size());
                }
            }
            if (json) {
                System.out.println(Json.of(all));
            }
            return Exit.OK;
        }
    }

    /** Renders a submission. */
    @Command(
            name = "render",
            description =
                    "Renders a complete submission as T-MSIS files. A token that is wider than its element is left blank "
                            + "in the file and counted; the feed itself always carries it.",
            mixinStandardHelpOptions = true)
    static final class Render implements Callable<Integer> {
        @Option(names = "--store", paramLabel = "DIR", required = true, description = "Where feeds are stored.")
        private Path store;

        @Option(names = "--state", paramLabel = "CODE", required = true, description = "USPS code of the state.")
        private String state;

        @Option(names = "--submission", paramLabel = "ID", required = true, description = "Id of the submission.")
        private String submission;

        @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where the files are written.")
        private Path out;

        @Option(
                names = "--encoding",
                paramLabel = "NAME",
                defaultValue = "PSV",
                description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
        private Encoding encoding;

        @Mixin
        private FileOptions files;

        @Option(names = "--json", description = "Print the result as JSON.")
        private boolean json;

        @SuppressWarnings("NullAway.Init")
        Render() {}

        @Override
        public Integer call() throws Exception {
            WriteSettings settings = new WriteSettings(
                    encoding, files.charset(), LineEnd.LF, files.layout(), WriteSettings.RowMode.FEED);
            List<FeedExport.Rendered> rendered = new FeedExport(store).render(state, submission, out, settings);
            List<Map<String, Object>> all = new ArrayList<>();
            for (FeedExport.Rendered file : rendered) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("file", file.path().toString());
                one.put("rows", file.rows());
                one.put("tokens_left_blank", file.blanked());
                all.add(one);
                if (!json) {
                    System.out.println(file.path() + ": " + file.rows() + " rows");
                    file.blanked()
                            .forEach((element, times) -> System.out.println(
                                    "  " + element + ": " + times + " tokens are wider and left blank"));
                }
            }
            if (json) {
                System.out.println(Json.of(all));
            }
            return Exit.OK;
        }
    }
}
