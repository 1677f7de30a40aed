package dev.weir.loadtest.rig;

import dev.weir.core.plan.Plan;
import dev.weir.core.token.TokenKeys;
import dev.weir.endpoints.keys.ReceiverKey;
import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.net.TlsFiles;
import dev.weir.endpoints.receiver.Acks;
import dev.weir.proxy.app.DemoAuthority;
import dev.weir.proxy.config.ConfigException;
import dev.weir.proxy.config.PolicyReader;
import dev.weir.proxy.keys.FileKeyEncryption;
import dev.weir.proxy.keys.KeyFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;

/**
 * A folder with everything that a rehearsal on one machine needs: certificates for two days, keys of its own, the state's
 * committed policy. The keys are known to the load test, so that it can say what every token must be.
 */
public final class Workspace {
    private static final String KEYS = "proxy/keys";
    private static final String CERTIFICATES = "certificates";

    private final Path dir;
    private final String state;
    private final Path policy;
    private final Plan plan;
    private final KeyFolder keys;
    private final TokenKeys tokenKeys;

    private Workspace(Path dir, String state, Path policy, Plan plan, KeyFolder keys, TokenKeys tokenKeys) {
        this.dir = dir;
        this.state = state;
        this.policy = policy;
        this.plan = plan;
        this.keys = keys;
        this.tokenKeys = tokenKeys;
    }

    /**
     * Makes a workspace.
     *
     * @param dir an empty directory
     * @param configs folder of the states' policies
     */
    public static Workspace create(Path dir, Path configs, String state) throws IOException {
        Path keys = dir.resolve(KEYS);
        try {
            KeyFolder.create(keys, state, Clock.systemUTC().instant());
        } catch (GeneralSecurityException e) {
            throw new IOException("keys: can be made by this Java runtime", e);
        }
        Files.createDirectories(dir.resolve("receiver/proxies"));
        Files.copy(
                keys.resolve(KeyFolder.PUBLIC_KEYS),
                dir.resolve("receiver/proxies").resolve(state + ".pem"));
        ReceiverKey.create(dir.resolve("receiver/receiver.key"), dir.resolve("receiver/receiver.pem"));
        DemoAuthority.create(dir.resolve(CERTIFICATES), state);
        return open(dir, configs, state);
    }

    /** Opens a workspace that was made before. */
    public static Workspace open(Path dir, Path configs, String state) throws IOException {
        Path policy = configs.resolve(state.toLowerCase(Locale.ROOT)).toAbsolutePath();
        Path keys = dir.resolve(KEYS);
        try {
            KeyFolder folder = KeyFolder.open(keys, new FileKeyEncryption(keys.resolve(KeyFolder.KEY_ENCRYPTION_KEY)));
            Plan plan = Plan.withoutAttestation(PolicyReader.read(policy));
            return new Workspace(dir, state, policy, plan, folder, folder.tokenKeys(plan.scope()));
        } catch (GeneralSecurityException e) {
            throw new IOException(keys + ": holds the keys of a session", e);
        } catch (ConfigException e) {
            throw new IOException(policy + ": is a valid policy", e);
        }
    }

    /** Returns the folder. */
    public Path dir() {
        return dir;
    }

    /** Returns the USPS code of the state. */
    public String state() {
        return state;
    }

    /** Returns the plan that the proxy runs. */
    public Plan plan() {
        return plan;
    }

    /** Returns the keys of the proxy's tokens. */
    public TokenKeys tokenKeys() {
        return tokenKeys;
    }

    /** Returns the folder with the keys of the state's proxy. */
    public Path statementKeys() {
        return dir.resolve("receiver/proxies");
    }

    /** Returns the folder of the proxy's ledger. */
    public Path ledger() {
        return dir.resolve("proxy/state/ledger");
    }

    /** Returns the file with the public keys of the ledger; the proxy writes it when it starts. */
    public Path ledgerKeys() {
        return keys.ledgerKeysFile();
    }

    /** Returns with what the receiver acknowledges. */
    public Acks acks() throws IOException {
        return new Acks(ReceiverKey.read(dir.resolve("receiver/receiver.key")), "urn:smp:receiver", Clock.systemUTC());
    }

    /**
     * Makes the people who govern the proxy. A proxy that has been governed by some takes no others.
     *
     * @param receiverPort port to which a release may go
     */
    public Officials officials(int receiverPort) throws IOException {
        return Officials.create(dir.resolve("officials"), plan.policy(), receiverPort);
    }

    /** Returns the plan that the proxy runs under an attestation of the officials. */
    public Plan releasePlan() {
        return Officials.plan(plan.policy());
    }

    /** Returns the keys of the tokens of a release. */
    public TokenKeys releaseKeys() throws IOException {
        try {
            return keys.tokenKeys(releasePlan().scope());
        } catch (GeneralSecurityException e) {
            throw new IOException("keys: can be used by this Java runtime", e);
        }
    }

    /** Returns the certificate of a role. */
    public TlsFiles tls(Role role) {
        Path folder = dir.resolve(CERTIFICATES).toAbsolutePath();
        String name = role.name().toLowerCase(Locale.ROOT);
        return new TlsFiles(
                folder.resolve(name + ".pem"), folder.resolve(name + ".key"), folder.resolve("authority.pem"));
    }

    /**
     * Writes the configuration of the proxy and returns its place.
     *
     * @param signed folder with what officials have signed; without it the state's policy runs as it is
     */
    Path proxyConfig(int port, int adminPort, int receiverPort, Optional<Path> signed) throws IOException {
        Path file = dir.resolve("proxy/weir.yaml");
        TlsFiles tls = tls(Role.PROXY);
        String credentials = """
                  certificates: %s
                  key: %s
                  trust: %s
                """.formatted(tls.certificates(), tls.key(), tls.trust());
        String governed =
                signed.map(folder -> "signed: " + folder.toAbsolutePath()).orElse("policy: " + policy);
        Files.writeString(file, """
                %s
                environment: test
                state_directory: state
                keys:
                  directory: %s
                listen:
                  address: 127.0.0.1
                  port: %d
                %supstream:
                  host: 127.0.0.1
                  server_name: localhost
                  port: %d
                  receiver_keys: %s
                %sadmin:
                  port: %d
                """.formatted(
                        governed,
                        dir.resolve(KEYS).toAbsolutePath(),
                        port,
                        credentials,
                        receiverPort,
                        dir.resolve("receiver/receiver.pem").toAbsolutePath(),
                        credentials,
                        adminPort));
        return file;
    }
}
