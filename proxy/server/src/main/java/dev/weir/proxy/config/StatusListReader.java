package dev.weir.proxy.config;

import dev.weir.core.attestation.ClaimException;
import dev.weir.core.attestation.CompactJwt;
import dev.weir.core.attestation.JwtVerifier;
import dev.weir.core.attestation.StatusList;
import dev.weir.core.attestation.TrustEntry;
import dev.weir.core.attestation.TrustList;
import dev.weir.core.json.Json;
import dev.weir.smp.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads signed token status lists, {@code *.jwt} in a folder, as whoever operates the proxy fetched them. */
final class StatusListReader {
    private static final String TYPE = "statuslist+jwt";
    private static final Set<String> CLAIMS = Set.of("iss", "sub", "iat", "exp", "ttl", "status_list");

    private static final long LONGEST_TTL = 366L * 24 * 3600;

    private final TrustList trust;
    private final JwtVerifier verifier;
    private final AcceptedFiles memory;
    private final Instant now;
    private final List<ConfigProblem> problems;

    /**
     * Reads under a trust list.
     *
     * @param memory remembers when the last accepted list of each URI was issued, so that an older one is refused
     */
    StatusListReader(
            TrustList trust, JwtVerifier verifier, AcceptedFiles memory, Instant now, List<ConfigProblem> problems) {
        this.trust = trust;
        this.verifier = verifier;
        this.memory = memory;
        this.now = now;
        this.problems = problems;
    }

    /**
     * Returns the lists by URI. One that cannot be read is a problem and not there, so that what names it is refused; where
     * there are two of one URI, neither is there.
     */
    Map<String, StatusList> read(Path folder) {
        Map<String, StatusList> lists = new TreeMap<>();
        Set<String> twice = new TreeSet<>();
        if (!Files.isDirectory(folder)) {
            return lists;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".jwt")).sorted().toList()) {
                Optional<StatusList> list = list(file);
                if (list.isEmpty() || lists.put(list.get().uri(), list.get()) != null) {
                    list.ifPresent(of -> twice.add(of.uri()));
                    problems.add(new ConfigProblem(
                            file.toString(),
                            0,
                            "",
                            "is a status list, signed by a STATUS key, the only one of its URI, and not older than the "
                                    + "last one"));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            problems.add(new ConfigProblem(folder.toString(), 0, "", "can be read, and what was accepted remembered"));
            return Map.of();
        }
        lists.keySet().removeAll(twice);
        return lists;
    }

    /** Returns whether a list is not older than the last one of its URI, and remembers it. */
    private boolean isNotOlder(String uri, long issued) throws IOException {
        String name =
                "status-" + Sha256.of(uri.getBytes(StandardCharsets.UTF_8)).hex();
        Optional<byte[]> before = memory.read(name);
        if (before.isPresent()
                && (before.get().length != Long.BYTES
                        || ByteBuffer.wrap(before.get()).getLong() > issued)) {
            return false;
        }
        memory.remember(name, ByteBuffer.allocate(Long.BYTES).putLong(issued).array());
        return true;
    }

    private Optional<StatusList> list(Path file) throws IOException {
        if (Files.size(file) > CompactJwt.MAX_LENGTH + 1) {
            return Optional.empty();
        }
        try {
            CompactJwt token =
                    CompactJwt.read(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip());
            Optional<TrustEntry> key = trust.key(token.keyId())
                    .filter(k -> k.kinds().contains(TrustEntry.Kind.STATUS) && k.isInForce(now))
                    .filter(k -> k.jwk().algorithm().equals(token.algorithm()));
            if (!token.type().equals(TYPE) || key.isEmpty() || !isSigned(token, key.get())) {
                return Optional.empty();
            }
            return list(token.claims(), key.get());
        } catch (ClaimException e) {
            return Optional.empty();
        }
    }

    /** A status list has no audience, so the library may find fault with its claims, but never with its signature. */
    private boolean isSigned(CompactJwt token, TrustEntry key) {
        return verifier.verify(token, key, key.issuer(), now) != JwtVerifier.Result.INVALID;
    }

    private Optional<StatusList> list(Json.Members claims, TrustEntry key) throws IOException {
        Optional<String> uri = claims.text("sub");
        Optional<Long> issued = claims.whole("iat");
        Optional<Long> expires = claims.whole("exp");
        Optional<Json.Members> list = claims.members("status_list");
        boolean sound = CLAIMS.containsAll(claims.values().keySet())
                && claims.text("iss").filter(key.issuer()::equals).isPresent()
                && uri.isPresent()
                && issued.filter(i -> i <= now.getEpochSecond() + 60).isPresent()
                && (!claims.values().containsKey("ttl")
                        || claims.whole("ttl")
                                .filter(t -> t > 0 && t <= LONGEST_TTL)
                                .isPresent())
                && expires.filter(e -> e > 0 && e < 253_402_300_800L).isPresent()
                && list.flatMap(l -> l.whole("bits")).filter(b -> b == 2).isPresent();
        if (!sound || !isNotOlder(uri.orElseThrow(), issued.orElseThrow())) {
            return Optional.empty();
        }
        // What a key says holds as long as the key does, and no longer than the list says of itself.
        long until = Math.min(expires.orElseThrow(), key.notAfter().getEpochSecond());
        long fresh = claims.whole("ttl").map(ttl -> issued.orElseThrow() + ttl).orElse(Long.MAX_VALUE);
        return list.flatMap(l -> l.text("lst"))
                .flatMap(StatusListReader::unpack)
                .map(bits -> new StatusList(
                        uri.orElseThrow(), key.issuer(), Instant.ofEpochSecond(Math.min(until, fresh)), bits));
    }

    /** Unpacks zlib, at most as much as a list may have. */
    private static Optional<byte[]> unpack(String text) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(Base64.getUrlDecoder().decode(text));
            byte[] bits = new byte[StatusList.MOST_ENTRIES / 4 + 1];
            int length = inflater.inflate(bits);
            boolean whole = inflater.finished() && length < bits.length;
            return whole ? Optional.of(Arrays.copyOf(bits, length)) : Optional.empty();
        } catch (DataFormatException | IllegalArgumentException e) {
            return Optional.empty();
        } finally {
            inflater.end();
        }
    }
}
