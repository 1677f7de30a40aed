package dev.weir.endpoints.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** Something of the operator's that cannot be used: a certificate file, an address. The message names it and the rule. */
public final class UnusableException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates a refusal.
     *
     * @param place the file
     * @param rule what it should be
     */
    public UnusableException(Path place, String rule) {
        super(place + ": " + rule);
    }

    /** Creates a refusal with what brought it about. */
    public UnusableException(Path place, String rule, Exception cause) {
        super(place + ": " + rule, cause);
    }

    private UnusableException(String message, IOException cause) {
        super(message, cause);
    }

    /** Returns the refusal of an address at which nothing can listen. */
    public static UnusableException address(InetSocketAddress address, IOException cause) {
        return new UnusableException(
                address.getHostString() + ":" + address.getPort() + ": is a free address of this machine", cause);
    }
}
