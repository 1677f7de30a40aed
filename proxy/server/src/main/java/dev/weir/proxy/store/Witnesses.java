package dev.weir.proxy.store;

import dev.weir.core.ledger.Checkpoint;
import dev.weir.core.ledger.LedgerFormatException;
import dev.weir.core.ledger.NoteKey;
import dev.weir.core.ledger.NoteSignature;
import dev.weir.core.ledger.P256;
import dev.weir.core.ledger.Quorum;
import dev.weir.core.ledger.SignedNote;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Has the checkpoints of a ledger cosigned, for everybody who waits for a quorum. Who comes while witnesses are asked waits
 * for the next round, in which one checkpoint covers all that came. Safe for any thread.
 */
public final class Witnesses implements Closeable {
    private final Ledger ledger;
    private final Map<String, URI> addresses;
    private final P256 verifier;
    private final ExecutorService rounds = Executors.newSingleThreadExecutor(Witnesses::thread);
    private final ExecutorService calls = Executors.newCachedThreadPool(Witnesses::thread);
    private final Map<String, Seat> seats = new TreeMap<>();
    private List<Waiting> waiting = new ArrayList<>();

    /**
     * Begins with nobody waiting.
     *
     * @param addresses of witnesses, by name; one without an address cannot be asked
     */
    public Witnesses(Ledger ledger, Map<String, URI> addresses, P256 verifier) {
        this.ledger = ledger;
        this.addresses = Map.copyOf(addresses);
        this.verifier = verifier;
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "weir-witnesses");
        thread.setDaemon(true);
        return thread;
    }

    /** Somebody who waits for a quorum over an entry. */
    private record Waiting(long index, Quorum quorum, CompletableFuture<Optional<SignedNote>> future) {}

    /** One witness. Asked one question at a time. */
    private record Seat(List<NoteKey> keys, WitnessClient client, CompletableFuture<WitnessClient.Answer> last) {}

    /**
     * Returns a checkpoint that covers an entry and that a quorum has cosigned.
     *
     * @param index of an entry under a signed checkpoint
     * @return empty where too few witnesses cosign, or one of them knows another ledger than this
     */
    public CompletableFuture<Optional<SignedNote>> covering(long index, Quorum quorum) {
        CompletableFuture<Optional<SignedNote>> future = new CompletableFuture<>();
        boolean first;
        synchronized (this) {
            first = waiting.isEmpty();
            waiting.add(new Waiting(index, quorum, future));
        }
        if (first) {
            rounds.execute(this::round);
        }
        return future;
    }

    private synchronized List<Waiting> take() {
        List<Waiting> now = waiting;
        waiting = new ArrayList<>();
        return now;
    }

    private void round() {
        List<Waiting> now = take();
        try {
            Round round = new Round(now, ledger.checkpoint());
            round.run();
        } catch (LedgerFormatException | RuntimeException e) {
            // Nobody learns of a quorum that was not reached in order.
            now.forEach(w -> w.future().complete(Optional.empty()));
        }
    }

    /** Asks about one checkpoint, until everybody has what they wait for or there is nobody left to ask. */
    private final class Round {
        private final List<Waiting> open;
        private final long size;
        private final CompletableFuture<Void> settled = new CompletableFuture<>();
        private final List<String> disagree = new ArrayList<>();
        private SignedNote note;

        Round(List<Waiting> open, SignedNote note) throws LedgerFormatException {
            this.open = new ArrayList<>(open);
            this.note = note;
            this.size = Checkpoint.read(note.text()).size();
        }

        void run() {
            Map<String, List<NoteKey>> keys = new TreeMap<>();
            open.forEach(w -> w.quorum()
                    .witnesses()
                    .forEach(k -> keys.computeIfAbsent(k.name(), n -> new ArrayList<>())
                            .add(k)));
            settle();
            List<CompletableFuture<Void>> answers = new ArrayList<>();
            keys.forEach((name, of) -> {
                List<NoteKey> distinct = of.stream().distinct().toList();
                boolean signed = note.signatures().stream()
                        .anyMatch(s -> distinct.stream().anyMatch(s::isBy));
                if (addresses.containsKey(name) && !signed && !settled.isDone()) {
                    answers.add(ask(name, distinct, note).thenAccept(answer -> heard(name, answer)));
                }
            });
            try {
                CompletableFuture.anyOf(settled, CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new)))
                        .get(WitnessClient.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                // Who has not answered by now has not cosigned.
            }
            end();
        }

        private synchronized void heard(String name, WitnessClient.Answer answer) {
            if (answer.outcome() == WitnessClient.Outcome.DISAGREES) {
                disagree.add(name);
            }
            List<NoteSignature> cosignatures = answer.cosignatures();
            if (!cosignatures.isEmpty()) {
                note = note.with(cosignatures);
                var unused = ledger.cosign(note.text(), cosignatures);
            }
            settle();
        }

        /** Answers who has a quorum, and who counts on a witness that disagrees. */
        private synchronized void settle() {
            open.removeIf(w -> {
                if (w.quorum().names().stream().anyMatch(disagree::contains)) {
                    return w.future().complete(Optional.empty());
                }
                return w.index() < size
                        && w.quorum().isReachedBy(note, verifier)
                        && w.future().complete(Optional.of(note));
            });
            if (open.isEmpty()) {
                settled.complete(null);
            }
        }

        private synchronized void end() {
            open.forEach(w -> w.future().complete(Optional.empty()));
            open.clear();
        }
    }

    /** Asks one witness, after it has answered the last question or failed to. On the thread of the rounds. */
    private CompletableFuture<WitnessClient.Answer> ask(String name, List<NoteKey> keys, SignedNote note) {
        Seat before = seats.get(name);
        WitnessClient client = before != null && before.keys().equals(keys)
                ? before.client()
                : new WitnessClient(addresses.getOrDefault(name, URI.create("")), keys, verifier);
        CompletableFuture<WitnessClient.Answer> answer = before == null
                ? CompletableFuture.supplyAsync(() -> ask(client, note), calls)
                : before.last().handleAsync((answered, failure) -> ask(client, note), calls);
        seats.put(name, new Seat(keys, client, answer));
        return answer;
    }

    private WitnessClient.Answer ask(WitnessClient client, SignedNote note) {
        try {
            return client.ask(ledger, note);
        } catch (IOException e) {
            return WitnessClient.Answer.of(WitnessClient.Outcome.UNREACHABLE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return WitnessClient.Answer.of(WitnessClient.Outcome.UNREACHABLE);
        }
    }

    @Override
    public void close() {
        rounds.shutdownNow();
        calls.shutdownNow();
        take().forEach(w -> w.future().complete(Optional.empty()));
    }
}
