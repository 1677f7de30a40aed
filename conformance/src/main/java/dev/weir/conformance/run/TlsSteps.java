package dev.weir.conformance.run;

import dev.weir.conformance.peer.Sockets;
import dev.weir.conformance.suite.Args;
import dev.weir.conformance.wire.Http2;
import dev.weir.endpoints.net.TlsFiles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/** Steps that shake hands. */
final class TlsSteps {
    private TlsSteps() {}

    /** Shakes hands in a chosen way and expects that it works, or that it does not. */
    static void handshake(Trial trial, Args args) throws CaseFailure, IOException, InterruptedException {
        Bench bench = trial.bench();
        TlsFiles trust = bench.pki().files("submitter:" + bench.rules().state());
        String as = args.text("as", "submitter:" + bench.rules().state());
        Optional<TlsFiles> own =
                as.equals("nobody") ? Optional.empty() : Optional.of(bench.pki().files(as));
        Sockets.Offer offer = new Sockets.Offer(
                own,
                args.has("protocols")
                        ? args.texts("protocols").toArray(String[]::new)
                        : new String[] {"TLSv1.3", "TLSv1.2"},
                args.texts("suites").toArray(String[]::new),
                args.has("alpn") ? args.texts("alpn").toArray(String[]::new) : new String[] {"h2"});
        String outcome = outcome(bench.entry(), trust, offer, trial.settings().millis(5000));
        trial.codes().add("handshake " + outcome);
        if (args.flag("refused")) {
            require(outcome.equals("refused"), "the connection is refused");
        } else {
            require(!outcome.equals("refused"), "the connection is taken");
            List<String> wanted = args.texts("session");
            require(
                    wanted.isEmpty() || wanted.stream().anyMatch(outcome::contains),
                    "the session is one of " + wanted + ", and not " + outcome);
        }
    }

    /** Shakes hands and waits for the first frame: only then a server of TLS 1.3 has taken the client's certificate. */
    private static String outcome(InetSocketAddress entry, TlsFiles trust, Sockets.Offer offer, long millis)
            throws InterruptedException {
        try (SSLSocket socket = Sockets.connect(entry, trust, offer)) {
            String session = socket.getSession().getProtocol() + " "
                    + socket.getSession().getCipherSuite();
            String application = socket.getApplicationProtocol();
            Http2 http2 = new Http2(socket).begin();
            Optional<Http2.Frame> first = http2.next(millis);
            boolean taken = first.isPresent() && first.get().type() == Http2.SETTINGS;
            return taken && "h2".equals(application) ? session : "refused";
        } catch (IOException | IllegalArgumentException e) {
            return "refused";
        }
    }

    /** Speaks without TLS and expects no answer in the protocol. */
    static void plaintext(Trial trial, Args args) throws CaseFailure, IOException, InterruptedException {
        try (Socket socket = new Socket()) {
            socket.connect(trial.bench().entry(), 5000);
            Http2 http2 = new Http2(socket).begin();
            Optional<Http2.Frame> first = http2.next(trial.settings().millis(args.number("millis", 3000)));
            require(
                    first.isEmpty() || first.get().type() != Http2.SETTINGS || first.get().stream() != 0,
                    "nothing is served without TLS");
        } catch (java.net.SocketException e) {
            trial.codes().add("closed");
        }
    }

    private static void require(boolean holds, String claim) throws CaseFailure {
        if (!holds) {
            throw new CaseFailure(claim);
        }
    }

    static Map<String, Verb> verbs() {
        return Map.of("handshake", TlsSteps::handshake, "plaintext", TlsSteps::plaintext);
    }
}
