package dev.weir.proxy.ops;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Logging. Only Weir's own loggers write, as JSON lines without arguments and exceptions; the libraries' are off, because
 * nobody knows what they quote. Which is which is pinned in {@code logback.xml} and not looked at again at run time.
 */
public final class Logs {
    /** Environment variable with which gRPC would write whole messages to a file. */
    public static final String BINARY_LOG = "GRPC_BINARY_LOG_CONFIG";

    private Logs() {}

    /** Takes over the Java runtime's own logging. */
    public static void install() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    /** Writes log lines to a file from now on, and no longer to standard error. */
    public static void toFile(Path file) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setImmediateFlush(true);
        appender.setEncoder(encoder(context));
        appender.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(appender);
    }

    private static JsonEncoder encoder(LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithThreadName(false);
        encoder.setWithMDC(false);
        encoder.setWithMarkers(false);
        encoder.setWithArguments(false);
        encoder.setWithThrowable(false);
        encoder.setWithFormattedMessage(false);
        encoder.start();
        return encoder;
    }
}
