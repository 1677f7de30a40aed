package dev.weir.proxy.cli;

import dev.weir.tmsis.StopRule;
import dev.weir.tmsis.file.FileCharset;
import dev.weir.tmsis.file.FixedLayout;
import dev.weir.tmsis.file.LayoutRefusedException;
import dev.weir.tmsis.file.ReadSettings;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How T-MSIS files are read, for every command that reads some. */
final class FileOptions {
    @Option(
            names = "--layout",
            paramLabel = "FILE",
            description = {
                "Positions of fixed-length segments that were never published, or of another dictionary version:",
                "CSV with segment,element,name,start,stop,basis."
            })
    private Optional<Path> layout = Optional.empty();

    @Option(
            names = "--charset",
            paramLabel = "NAME",
            defaultValue = "ISO_8859_1",
            description = "Character set of the files: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private FileCharset charset = FileCharset.ISO_8859_1;

    @Option(
            names = "--stop-rows",
            paramLabel = "N",
            defaultValue = "100",
            description = "Malformed or refused rows that never end a file. Default: ${DEFAULT-VALUE}.")
    private long stopRows = StopRule.DEFAULT.atLeast();

    @Option(
            names = "--stop-share",
            paramLabel = "SHARE",
            defaultValue = "0.01",
            description = "Malformed or refused share of all rows that never ends a file. Default: ${DEFAULT-VALUE}.")
    private double stopShare = StopRule.DEFAULT.share();

    FixedLayout layout() throws IOException, LayoutRefusedException, CommandFailure {
        if (layout.isEmpty()) {
            return FixedLayout.builtIn();
        }
        requireFile(layout.get());
        try {
            return FixedLayout.builtIn().with(layout.get().toString(), Files.readAllLines(layout.get()));
        } catch (MalformedInputException e) {
            throw new CommandFailure(Exit.REFUSED, List.of(layout.get() + ": is UTF-8"));
        }
    }

    /** Refuses what is not there or is no file, and names that stand twice on the command line. */
    static void requireFiles(List<Path> files) throws CommandFailure {
        long names = files.stream()
                .map(f -> String.valueOf(f.getFileName()))
                .distinct()
                .count();
        if (names < files.size()) {
            throw new CommandFailure(Exit.USAGE, List.of("FILE: no two files have the same name"));
        }
        for (Path file : files) {
            requireFile(file);
        }
    }

    private static void requireFile(Path file) throws CommandFailure {
        if (!Files.exists(file)) {
            throw new CommandFailure(Exit.REFUSED, List.of(file + ": exists"));
        }
        if (Files.isDirectory(file)) {
            throw new CommandFailure(Exit.REFUSED, List.of(file + ": is a file"));
        }
    }

    FileCharset charset() {
        return charset;
    }

    ReadSettings settings() throws IOException, LayoutRefusedException, CommandFailure {
        return new ReadSettings(charset, layout(), stopRule());
    }

    private StopRule stopRule() throws CommandFailure {
        try {
            return new StopRule(stopRows, stopShare);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    Exit.USAGE, List.of("--stop-rows, --stop-share: are not negative, and the share is at most 1"));
        }
    }
}
