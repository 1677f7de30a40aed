package dev.weir.proxy.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.ledger.NoteKey;
import dev.weir.core.ledger.NoteSigner;
import dev.weir.core.ledger.Quorum;
import dev.weir.core.ledger.SignedNote;
import dev.weir.proxy.proofs.Proves;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A quorum is so many different witnesses, each with a cosignature that holds, and none that knows another ledger. */
class WitnessesTest {
    private static final URI NOBODY = URI.create("http://localhost:1");

    private final NoteSigner signer = Drafts.signer(Drafts.ORIGIN, NoteKey.Kind.LEDGER);
    private final NoteSigner one = Drafts.signer("one.example/witness", NoteKey.Kind.WITNESS);
    private final NoteSigner two = Drafts.signer("two.example/witness", NoteKey.Kind.WITNESS);
    private final NoteSigner three = Drafts.signer("three.example/witness", NoteKey.Kind.WITNESS);
    private final Drafts.Ticking clock = new Drafts.Ticking();
    private final List<WitnessServer> servers = new ArrayList<>();
    private final Map<String, URI> addresses = new TreeMap<>();

    @AfterEach
    void stop() {
        servers.forEach(WitnessServer::close);
    }

    private void serve(NoteSigner witness, MemoryDisk disk) throws Exception {
        WitnessServer server = new WitnessServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new Witness(disk, Drafts.keys(signer), witness, Drafts.verifier(), clock));
        servers.add(server);
        addresses.put(
                witness.key().name(),
                URI.create("http://localhost:" + server.address().getPort()));
    }

    private Ledger open(MemoryDisk disk) throws Exception {
        return Ledger.open(Drafts.config(), disk, List.of(signer), Drafts.verifier(), clock);
    }

    private Quorum quorum(int least, NoteSigner... witnesses) {
        return new Quorum(
                least, List.of(witnesses).stream().map(NoteSigner::key).toList());
    }

    private static Optional<SignedNote> ask(Witnesses witnesses, Ledger ledger, Quorum quorum) throws Exception {
        long index = ledger.append(Drafts.denied(1), true).get().index();
        return witnesses.covering(index, quorum).get(30, TimeUnit.SECONDS);
    }

    @Test
    @Proves("T68")
    void twoOfThree_areEnough_andOneIsNot() throws Exception {
        serve(one, new MemoryDisk());
        serve(two, new MemoryDisk());
        addresses.put(three.key().name(), NOBODY);
        try (Ledger ledger = open(new MemoryDisk());
                Witnesses witnesses = new Witnesses(ledger, addresses, Drafts.verifier())) {
            SignedNote note = ask(witnesses, ledger, quorum(2, one, two, three)).orElseThrow();
            assertEquals(
                    2,
                    note.signers(quorum(2, one, two, three).witnesses(), Drafts.verifier())
                            .size());
            assertTrue(ask(witnesses, ledger, quorum(3, one, two, three)).isEmpty());
            assertTrue(ask(witnesses, ledger, quorum(2, one, three)).isEmpty());
            assertTrue(ask(witnesses, ledger, quorum(2, one, two, three)).isPresent(), "and it goes on");
        }
    }

    @Test
    void oneWitness_underTwoKeysOfOneName_countsOnce() throws Exception {
        NoteSigner next = Drafts.signer(one.key().name(), NoteKey.Kind.WITNESS);
        serve(one, new MemoryDisk());
        try (Ledger ledger = open(new MemoryDisk());
                Witnesses witnesses = new Witnesses(ledger, addresses, Drafts.verifier())) {
            assertTrue(ask(witnesses, ledger, quorum(1, next, one)).isPresent());
            assertTrue(ask(witnesses, ledger, quorum(2, next, one)).isEmpty());
        }
    }

    @Test
    void keyThatIsNotTheWitnesss_doesNotCount() throws Exception {
        serve(one, new MemoryDisk());
        NoteSigner other = Drafts.signer(one.key().name(), NoteKey.Kind.WITNESS);
        try (Ledger ledger = open(new MemoryDisk());
                Witnesses witnesses = new Witnesses(ledger, addresses, Drafts.verifier())) {
            assertTrue(ask(witnesses, ledger, quorum(1, other)).isEmpty());
        }
    }

    @Test
    @Proves("T67")
    void witnessThatKnowsALaterLedger_stopsReleases_whoeverElseCosigns() throws Exception {
        MemoryDisk memory = new MemoryDisk();
        serve(one, memory);
        serve(two, new MemoryDisk());
        MemoryDisk disk = new MemoryDisk();
        open(disk).close();
        MemoryDisk yesterday = disk.copy();
        try (Ledger ledger = open(disk);
                Witnesses witnesses = new Witnesses(ledger, addresses, Drafts.verifier())) {
            for (int i = 0; i < 3; i++) {
                assertTrue(ask(witnesses, ledger, quorum(1, one)).isPresent());
            }
        }
        try (Ledger ledger = open(yesterday);
                Witnesses witnesses = new Witnesses(ledger, addresses, Drafts.verifier())) {
            assertTrue(ask(witnesses, ledger, quorum(2, one, two)).isEmpty());
            assertTrue(ask(witnesses, ledger, quorum(1, two)).isPresent(), "who does not count on it is not stopped");
        }
    }

    @Test
    void checkpoint_thatLacksAWitness_staysSmall_howeverOftenOneAsks() throws Exception {
        serve(one, new MemoryDisk());
        addresses.put(three.key().name(), NOBODY);
        try (Ledger ledger = open(new MemoryDisk());
                Witnesses witnesses = new Witnesses(ledger, addresses, Drafts.verifier())) {
            long index = ledger.append(Drafts.denied(1), true).get().index();
            for (int i = 0; i < 70; i++) {
                assertTrue(witnesses
                        .covering(index, quorum(2, one, three))
                        .get(30, TimeUnit.SECONDS)
                        .isEmpty());
            }
            assertEquals(2, ledger.checkpoint().signatures().size());
        }
    }

    @Test
    void manyWhoWaitAtOnce_allHaveTheirQuorum() throws Exception {
        serve(one, new MemoryDisk());
        try (Ledger ledger = open(new MemoryDisk());
                Witnesses witnesses = new Witnesses(ledger, addresses, Drafts.verifier())) {
            List<CompletableFuture<Optional<SignedNote>>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                long index = ledger.append(Drafts.denied(i), true).get().index();
                all.add(witnesses.covering(index, quorum(1, one)));
            }
            for (CompletableFuture<Optional<SignedNote>> future : all) {
                assertTrue(future.get(30, TimeUnit.SECONDS).isPresent());
            }
        }
    }
}
