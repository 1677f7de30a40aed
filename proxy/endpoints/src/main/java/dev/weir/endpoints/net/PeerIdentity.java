package dev.weir.endpoints.net;

import io.grpc.Attributes;
import io.grpc.Grpc;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Who a peer is: the roles in its certificate. A role is a URI among the subject alternative names,
 * {@code urn:smp:role:1:proxy:CA} for California's proxy, {@code urn:smp:role:1:receiver} for a receiver.
 *
 * @param roles role URIs of the verified certificate; none for a peer without one
 * @param name distinguished name of the certificate, RFC 2253; empty for a peer without one
 */
public record PeerIdentity(Set<String> roles, String name) {
    private static final String PREFIX = "urn:smp:role:1:";
    private static final int URI = 6;

    public PeerIdentity {
        roles = Set.copyOf(roles);
    }

    /** Returns the URI of a role; the state is left out for receivers. */
    public static String uri(Role role, String state) {
        String name = PREFIX + role.name().toLowerCase(Locale.ROOT);
        return role == Role.RECEIVER ? name : name + ":" + state;
    }

    /** Returns the identity of the peer of a call. */
    public static PeerIdentity of(Attributes attributes) {
        SSLSession session = attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        Set<String> roles = new HashSet<>();
        String name = "";
        if (session != null) {
            try {
                Certificate[] chain = session.getPeerCertificates();
                if (chain.length > 0 && chain[0] instanceof X509Certificate certificate) {
                    addRoles(certificate.getSubjectAlternativeNames(), roles);
                    name = certificate.getSubjectX500Principal().getName();
                }
            } catch (SSLPeerUnverifiedException | CertificateParsingException e) {
                return new PeerIdentity(Set.of(), "");
            }
        }
        return new PeerIdentity(roles, name);
    }

    private static void addRoles(@Nullable Collection<List<?>> names, Set<String> roles) {
        if (names == null) {
            return;
        }
        for (List<?> name : names) {
            if (Integer.valueOf(URI).equals(name.get(0))
                    && name.get(1) instanceof String uri
                    && uri.startsWith(PREFIX)) {
                roles.add(uri);
            }
        }
    }

    /** Returns whether the peer has a role for a state. */
    public boolean has(Role role, String state) {
        return roles.contains(uri(role, state));
    }
}
