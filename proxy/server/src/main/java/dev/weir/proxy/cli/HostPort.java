package dev.weir.proxy.cli;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code host:port}, an IPv6 address in brackets. */
record HostPort(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(\\[[0-9a-fA-F:]+\\]|[^:\\[\\]\\s]+):([0-9]{1,5})");

    InetSocketAddress address() {
        return new InetSocketAddress(host, port);
    }

    /** Reads the form. */
    static final class Converter implements ITypeConverter<HostPort> {
        @Override
        public HostPort convert(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65_535) {
                throw new TypeConversionException("has the form host:port");
            }
            String host = matcher.group(1).replaceAll("[\\[\\]]", "");
            return new HostPort(host, Integer.parseInt(matcher.group(2)));
        }
    }
}
