package dev.weir.proxy.cli;

import dev.weir.proxy.app.ProxyServer;
import dev.weir.proxy.config.ServeConfig;
import dev.weir.proxy.config.ServeConfigReader;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the proxy. */
@Command(
        name = "serve",
        header = "Runs the proxy.",
        description = "Takes submissions from the state's submitter, minimizes them by the state's policy, and sends "
                + "them to the federal receiver. Stops on SIGTERM; nothing is lost when it is killed.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = "Configuration; see proxy/weir.example.yaml.")
    private Path config;

    @SuppressWarnings("NullAway.Init")
    ServeCommand() {}

    @Override
    public Integer call() throws Exception {
        ServeConfig settings = ServeConfigReader.read(config);
        try (ProxyServer proxy = ProxyServer.start(settings)) {
            Runtime.getRuntime().addShutdownHook(new Thread(proxy::close, "weir-shutdown"));
            proxy.awaitTermination();
        }
        return Exit.OK;
    }
}
