package dev.weir.loadtest.cli;

import dev.weir.loadtest.drive.Faults;
import dev.weir.loadtest.drive.ProxyLine;
import dev.weir.loadtest.drive.Rehearsal;
import dev.weir.loadtest.report.YamlList;
import dev.weir.loadtest.rig.Hop;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sends a load while proxy, receiver and network are disturbed. */
@Command(
        name = "chaos",
        description = "Send a load while the proxy is killed and stopped, the receiver restarted, and the network "
                + "slow, narrow or cut; every record counts.")
final class ChaosCommand extends LoadCommand {
    private static final long PAUSE_MILLIS = 2000;
    private static final long NETWORK_MILLIS = 3000;
    private static final long DELAY_MILLIS = 200;
    private static final long NARROW_BYTES = 256 << 10;
    private static final Pattern FAULT = Pattern.compile("([a-z]+)(:submitter|:receiver)?(@[0-9]{1,6}s)?");

    @Option(names = "--duration", defaultValue = "60s", description = "Time over which it is spread. Default: 60s.")
    private String duration = "60s";

    @Option(
            names = "--faults",
            split = ",",
            defaultValue = "kill,pause,receiver,delay,throttle,cut,kill",
            description = "kill, pause (of the proxy), receiver (a restart), delay, throttle, cut (of the network; "
                    + "before the proxy with :submitter, else behind it). With @20s at a second, else spread evenly. "
                    + "Or a YAML file with a list faults of the same. "
                    + "Default: kill,pause,receiver,delay,throttle,cut,kill.")
    private List<String> faults = List.of();

    /** What can be done. */
    private enum Kind {
        /** The proxy is ended as by a power cut, and started again. */
        KILL,
        /** The proxy is stopped for two seconds. */
        PAUSE,
        /** The receiver is stopped, and started again after two seconds. */
        RECEIVER,
        /** For three seconds every byte comes 200 ms later. */
        DELAY,
        /** For three seconds the network takes 256 KiB a second. */
        THROTTLE,
        /** For three seconds there is no network. */
        CUT;

        boolean ofNetwork() {
            return this == DELAY || this == THROTTLE || this == CUT;
        }
    }

    /** A fault as it was asked for. */
    private record Asked(Kind kind, boolean beforeProxy, Optional<Double> second) {
        static Asked of(String text) throws IOException {
            Matcher matcher = FAULT.matcher(text);
            Optional<Kind> kind = matcher.matches()
                    ? Arrays.stream(Kind.values())
                            .filter(k -> k.name().toLowerCase(Locale.ROOT).equals(matcher.group(1)))
                            .findFirst()
                    : Optional.empty();
            if (kind.isEmpty() || (matcher.group(2) != null && !kind.get().ofNetwork())) {
                throw new IOException("--faults: are kill, pause, receiver, delay, throttle and cut, the last three "
                        + "perhaps with :submitter or :receiver, each perhaps with a second such as @20s");
            }
            String second = matcher.group(3);
            return new Asked(
                    kind.get(),
                    ":submitter".equals(matcher.group(2)),
                    second == null
                            ? Optional.empty()
                            : Optional.of(Double.parseDouble(second.substring(1, second.length() - 1))));
        }

        String name() {
            return kind.name().toLowerCase(Locale.ROOT) + (beforeProxy ? " before" : "");
        }
    }

    @Override
    String duration() {
        return duration;
    }

    private List<Asked> asked() throws IOException {
        List<Asked> all = new ArrayList<>();
        boolean file = faults.size() == 1 && faults.get(0).endsWith(".yaml");
        for (Object fault : file ? YamlList.read(Path.of(faults.get(0)), "faults") : faults) {
            all.add(Asked.of(String.valueOf(fault)));
        }
        return all;
    }

    @Override
    boolean disturbsNetwork() throws IOException {
        return asked().stream().anyMatch(fault -> fault.kind().ofNetwork());
    }

    @Override
    Rehearsal.FaultPlan faults(Duration length) throws IOException {
        List<Asked> all = asked();
        return line -> {
            List<Faults.Planned> planned = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                Asked fault = all.get(i);
                double second = fault.second().orElse(length.toMillis() / 1000.0 * (i + 1) / (all.size() + 1));
                planned.add(new Faults.Planned(second, fault.name(), () -> make(fault, line)));
            }
            return planned;
        };
    }

    private static void make(Asked fault, ProxyLine line) throws Exception {
        switch (fault.kind()) {
            case KILL -> line.killProxy();
            case PAUSE -> line.pauseProxy(PAUSE_MILLIS);
            case RECEIVER -> line.restartReceiver(PAUSE_MILLIS);
            case DELAY -> disturb(fault, line, hop -> hop.delay(DELAY_MILLIS));
            case THROTTLE -> disturb(fault, line, hop -> hop.narrow(NARROW_BYTES));
            case CUT -> disturb(fault, line, Hop::cut);
        }
    }

    private static void disturb(Asked fault, ProxyLine line, Consumer<Hop> how) throws InterruptedException {
        if (fault.beforeProxy()) {
            line.disturbBeforeProxy(how, NETWORK_MILLIS);
        } else {
            line.disturbBehindProxy(how, NETWORK_MILLIS);
        }
    }
}
