package dev.weir.loadtest.rig;

import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.net.TlsFiles;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A baseline that was not made for this tool: nginx or HAProxy as it is installed on the machine, with one worker, gRPC
 * over HTTP/2, and certificates asked for and shown on both sides, as the proxy does it.
 */
public final class InstalledProxy implements Relay {
    private static final long START_MILLIS = 15_000;
    private static final Pattern VERSION = Pattern.compile("[0-9]+(\\.[0-9]+)+");

    /** Which one. */
    public enum Kind {
        /** Opens a connection of its own to the receiver for every stream that runs at the same time. */
        NGINX("nginx", "one worker, TLS 1.2 and 1.3 with certificates on both sides, a receiver connection a stream") {
            @Override
            List<String> command(Path program, Path config) {
                return List.of(program.toString(), "-p", config.getParent() + "/", "-c", config.toString());
            }

            @Override
            String config(TlsFiles server, TlsFiles client, int port, int receiverPort) {
                return """
                        daemon off;
                        master_process off;
                        worker_processes 1;
                        pid nginx.pid;
                        error_log stderr warn;
                        events { worker_connections 1024; }
                        http {
                          access_log off;
                          client_body_temp_path body;
                          proxy_temp_path proxy;
                          fastcgi_temp_path fastcgi;
                          uwsgi_temp_path uwsgi;
                          scgi_temp_path scgi;
                          upstream receiver { server 127.0.0.1:%d; keepalive 64; }
                          server {
                            listen 127.0.0.1:%d ssl http2;
                            http2_max_concurrent_streams 128;
                            keepalive_requests 1000000;
                            client_max_body_size 0;
                            client_body_timeout 1h;
                            send_timeout 1h;
                            ssl_protocols TLSv1.2 TLSv1.3;
                            ssl_certificate %s;
                            ssl_certificate_key %s;
                            ssl_client_certificate %s;
                            ssl_verify_client on;
                            location / {
                              grpc_pass grpcs://receiver;
                              grpc_read_timeout 1h;
                              grpc_send_timeout 1h;
                              grpc_ssl_protocols TLSv1.2 TLSv1.3;
                              grpc_ssl_certificate %s;
                              grpc_ssl_certificate_key %s;
                              grpc_ssl_trusted_certificate %s;
                              grpc_ssl_verify on;
                              grpc_ssl_name localhost;
                              grpc_ssl_server_name on;
                            }
                          }
                        }
                        """.formatted(
                                receiverPort,
                                port,
                                server.certificates(),
                                server.key(),
                                server.trust(),
                                client.certificates(),
                                client.key(),
                                client.trust());
            }
        },

        /** Shares its connections to the receiver among streams. */
        HAPROXY("haproxy", "one thread, TLS 1.2 and 1.3 with certificates on both sides") {
            @Override
            List<String> command(Path program, Path config) {
                return List.of(program.toString(), "-db", "-f", config.toString());
            }

            @Override
            String config(TlsFiles server, TlsFiles client, int port, int receiverPort) {
                return """
                        global
                          nbthread 1
                          ssl-default-bind-options ssl-min-ver TLSv1.2
                          ssl-default-server-options ssl-min-ver TLSv1.2
                          tune.h2.initial-window-size 1048576
                          tune.h2.max-concurrent-streams 128
                        defaults
                          mode http
                          timeout connect 10s
                          timeout client 1h
                          timeout server 1h
                        frontend submitters
                          bind 127.0.0.1:%d ssl crt %s ca-file %s verify required alpn h2
                          default_backend receivers
                        backend receivers
                          server receiver 127.0.0.1:%d ssl crt %s ca-file %s verify required verifyhost localhost sni str(localhost) alpn h2
                        """.formatted(
                                port,
                                server.certificates(),
                                server.trust(),
                                receiverPort,
                                client.certificates(),
                                client.trust());
            }

            /** It wants certificates and key in one file. */
            @Override
            TlsFiles files(TlsFiles files, Path dir, String name) throws IOException {
                Path both = Files.createFile(
                        dir.resolve(name + ".both.pem"),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(both, Files.readString(files.certificates()) + Files.readString(files.key()));
                return new TlsFiles(both, both, files.trust());
            }
        };

        private final String program;
        private final String settings;

        Kind(String program, String settings) {
            this.program = program;
            this.settings = settings;
        }

        abstract List<String> command(Path program, Path config);

        abstract String config(TlsFiles server, TlsFiles client, int port, int receiverPort);

        TlsFiles files(TlsFiles files, Path dir, String name) throws IOException {
            return files;
        }

        /** Returns the name of the program. */
        public String program() {
            return program;
        }

        /** Returns where the program is installed; empty where it is not. */
        public Optional<Path> installed() {
            String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
            return Stream.concat(
                            Pattern.compile(Pattern.quote(File.pathSeparator)).splitAsStream(path),
                            Stream.of("/usr/sbin", "/usr/local/sbin"))
                    .filter(folder -> !folder.isEmpty())
                    .map(folder -> Path.of(folder).resolve(program))
                    .filter(Files::isExecutable)
                    .findFirst();
        }
    }

    private final Kind kind;
    private final String version;
    private final Child child;
    private final int port;

    private InstalledProxy(Kind kind, String version, Child child, int port) {
        this.kind = kind;
        this.version = version;
        this.child = child;
        this.port = port;
    }

    /** Starts one in front of a receiver; it connects with the certificate of the state's submitter. */
    public static InstalledProxy start(Kind kind, Path program, Workspace workspace, int receiverPort)
            throws IOException, InterruptedException {
        Path dir = Files.createDirectories(workspace.dir().resolve(kind.program));
        int port = Child.freePort();
        Path config = dir.resolve(kind.program + ".conf");
        Files.writeString(
                config,
                kind.config(
                        kind.files(workspace.tls(Role.PROXY), dir, "server"),
                        kind.files(workspace.tls(Role.SUBMITTER), dir, "client"),
                        port,
                        receiverPort));
        Child child = new Child(kind.command(program, config), dir.resolve(kind.program + ".log"));
        try {
            child.awaitPort(port, START_MILLIS);
            return new InstalledProxy(kind, version(program), child, port);
        } catch (IOException | InterruptedException | RuntimeException e) {
            child.close();
            throw e;
        }
    }

    private static String version(Path program) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(program.toString(), "-v")
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(5, TimeUnit.SECONDS);
        Matcher matcher = VERSION.matcher(text);
        return matcher.find() ? matcher.group() : "";
    }

    @Override
    public String name() {
        return (kind.program + " " + version).strip();
    }

    @Override
    public String settings() {
        return kind.settings;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public long pid() {
        return child.pid();
    }

    @Override
    public void close() {
        child.close();
    }
}
