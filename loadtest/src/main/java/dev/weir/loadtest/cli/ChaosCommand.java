package dev.weir.loadtest.cli;

import dev.weir.loadtest.drive.Faults;
import dev.weir.loadtest.drive.Rehearsal;
import dev.weir.loadtest.rig.ProxyProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sends a load while the proxy is killed and stopped. */
@Command(
        name = "chaos",
        description =
                "Send a load while the proxy is killed, started again, and stopped for a while; every record counts.")
final class ChaosCommand extends LoadCommand {
    private static final long PAUSE_MILLIS = 2000;

    @Option(names = "--duration", defaultValue = "60s", description = "Time over which it is spread. Default: 60s.")
    private String duration = "60s";

    @Option(
            names = "--faults",
            split = ",",
            defaultValue = "kill,pause,kill",
            description = "kill and pause, spread evenly over the run. Default: kill,pause,kill.")
    private List<Fault> faults = List.of();

    /** What can be done to the proxy. */
    enum Fault {
        /** Ended as by a power cut, and started again. */
        kill,
        /** Stopped for two seconds. */
        pause
    }

    @Override
    String duration() {
        return duration;
    }

    @Override
    Rehearsal.FaultPlan faults(Duration length) {
        return proxy -> {
            List<Faults.Planned> planned = new ArrayList<>();
            for (int i = 0; i < faults.size(); i++) {
                double second = length.toSeconds() * (i + 1.0) / (faults.size() + 1);
                Fault fault = faults.get(i);
                planned.add(new Faults.Planned(second, fault.name(), () -> make(fault, proxy)));
            }
            return planned;
        };
    }

    private static void make(Fault fault, ProxyProcess proxy) throws Exception {
        switch (fault) {
            case kill -> {
                proxy.kill();
                proxy.restart();
            }
            case pause -> {
                proxy.pause();
                Thread.sleep(PAUSE_MILLIS);
                proxy.resume();
            }
        }
    }
}
