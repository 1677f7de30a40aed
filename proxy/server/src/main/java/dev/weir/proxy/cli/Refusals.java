package dev.weir.proxy.cli;

import dev.weir.core.ledger.LedgerFormatException;
import dev.weir.endpoints.net.UnusableException;
import dev.weir.endpoints.receiver.UnpublishedException;
import dev.weir.proxy.app.StartupException;
import dev.weir.proxy.config.ConfigException;
import dev.weir.proxy.config.ConfigProblem;
import dev.weir.proxy.store.LedgerException;
import dev.weir.smp.Refusal;
import dev.weir.smp.RefusedException;
import dev.weir.smp.v1.ReasonCode;
import dev.weir.tmsis.file.FileRefusedException;
import dev.weir.tmsis.file.LayoutRefusedException;
import dev.weir.tmsis.file.UnrenderableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what went wrong into lines for people and an exit code. Never a stack trace, and never a text of somebody else. */
final class Refusals implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception e, CommandLine commandLine, ParseResult result) {
        PrintWriter err = commandLine.getErr();
        if (e instanceof CommandFailure failure) {
            failure.lines().forEach(err::println);
            return failure.exitCode();
        }
        if (e instanceof ConfigException config) {
            return refuse(
                    err, config.problems().stream().map(ConfigProblem::text).toList());
        }
        if (e instanceof StartupException startup) {
            return refuse(err, startup.problems());
        }
        if (e instanceof LayoutRefusedException layout) {
            return refuse(err, layout.problems());
        }
        if (e instanceof LedgerException || e instanceof LedgerFormatException) {
            return refuse(err, List.of(String.valueOf(e.getMessage())));
        }
        if (e instanceof FileRefusedException file) {
            return refuse(err, List.of(String.valueOf(file.getMessage()) + " (" + file.problem() + ")"));
        }
        if (e instanceof UnrenderableException || e instanceof UnpublishedException || e instanceof UnusableException) {
            return refuse(err, List.of(String.valueOf(e.getMessage())));
        }
        if (e instanceof RefusedException refused) {
            return peer(err, refused.refusal());
        }
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            err.println("interrupted; run the same command again to go on");
            return Exit.UNAVAILABLE;
        }
        return failure(err, e);
    }

    private static int refuse(PrintWriter err, List<String> problems) {
        problems.forEach(err::println);
        return Exit.REFUSED;
    }

    private static int peer(PrintWriter err, Refusal refusal) {
        err.println(refusal.text());
        boolean unreachable = refusal.reason() == ReasonCode.REASON_CODE_UPSTREAM
                || refusal.reason() == ReasonCode.REASON_CODE_UNAVAILABLE;
        if (unreachable) {
            err.println("nothing that was acknowledged is lost; run the same command again to go on");
        }
        return unreachable ? Exit.UNAVAILABLE : Exit.REFUSED;
    }

    private static int failure(PrintWriter err, Exception e) {
        if (e instanceof NoSuchFileException missing) {
            err.println(missing.getFile() + ": exists");
            return Exit.REFUSED;
        }
        if (e instanceof FileAlreadyExistsException there) {
            err.println(there.getFile() + ": does not exist yet");
            return Exit.REFUSED;
        }
        if (e instanceof FileSystemException file) {
            err.println(file.getFile() + ": can be read or written");
            return Exit.FAILED;
        }
        if (e instanceof IOException || e instanceof GeneralSecurityException) {
            // Weir's own messages name place and rule; those of the Java runtime name files and addresses.
            err.println(String.valueOf(e.getMessage()));
            return Exit.FAILED;
        }
        StackTraceElement[] trace = e.getStackTrace();
        String place = trace.length == 0 ? "unknown" : trace[0].getClassName() + ":" + trace[0].getLineNumber();
        err.println("a defect of weir: " + e.getClass().getName() + " at " + place);
        return Exit.FAILED;
    }
}
