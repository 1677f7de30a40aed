package dev.weir.proxy.edge;

import dev.weir.core.attestation.BundleCheck;
import dev.weir.endpoints.keys.VerifyingKeys;
import dev.weir.proxy.store.Accounting;
import dev.weir.proxy.store.Ledger;
import dev.weir.proxy.store.Witnesses;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What a proxy needs to release anything, and to prove what it did.
 *
 * @param checks gives the check of bundles against what is in force now; empty where nothing can be released
 * @param keys keys of other scopes than the policy's
 * @param ledger where everything is recorded first
 * @param denials records what is denied
 * @param opened records what is opened without an attestation
 * @param witnesses who cosigns the ledger where the policy asks for it
 * @param accounting who was in which release
 * @param endpoint host and port of the receiver, the only one that anything is sent to
 * @param tlsName name in the receiver's certificate
 * @param receiverKeys keys with which the receiver signs; without them nothing is released, and no receipt is made
 * @param rules knows which validation rules find fault with what is blank
 * @param blocking runs what waits for a disk or for the receiver
 * @param clock tells the time
 */
public record Releasing(
        Supplier<Optional<BundleCheck>> checks,
        KeySource keys,
        Ledger ledger,
        DenialLog denials,
        OpenedSubmissions opened,
        Witnesses witnesses,
        Accounting accounting,
        String endpoint,
        String tlsName,
        Optional<VerifyingKeys> receiverKeys,
        RuleBook rules,
        Executor blocking,
        InstantSource clock) {}
