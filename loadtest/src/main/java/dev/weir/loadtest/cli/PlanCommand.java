package dev.weir.loadtest.cli;

import dev.weir.loadtest.month.PlanFile;
import dev.weir.loadtest.month.StateRows;
import dev.weir.tmsis.FileType;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what must be sent, and how fast. */
@Command(name = "plan", description = "What must be sent, by when, and how many records a second that takes.")
final class PlanCommand implements Callable<Integer> {
    private static final int[] HOURS = {72, 24, 8};

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PlanOptions options = new PlanOptions();

    @Option(names = "--out", paramLabel = "FILE", description = "Write the plan as JSON.")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
        PlanFile file = options.read();
        PrintWriter print = spec.commandLine().getOut();
        StateRows rows = new StateRows(file.plan());
        print.printf("state %s, %s%n", file.plan().state(), file.plan().basis());
        double bytes = 0;
        for (FileType type : FileType.values()) {
            double size = file.plan().rows(type) * rows.meanBytes(type);
            bytes += size;
            print.printf(
                    "%-4s %,15d records %,10.1f MB on the wire%n",
                    type, file.plan().rows(type), size / 1e6);
        }
        long total = file.plan().total();
        print.printf("all  %,15d records %,10.1f MB on the wire%n", total, bytes / 1e6);
        for (int hours : HOURS) {
            print.printf("to finish in %2d h: %,.0f records/s%n", hours, Math.ceil(total / (hours * 3600.0)));
        }
        file.due().ifPresent(at -> print.println("due " + at));
        if (out != null) {
            Files.writeString(out, file.toJson() + "\n");
        }
        return 0;
    }
}
