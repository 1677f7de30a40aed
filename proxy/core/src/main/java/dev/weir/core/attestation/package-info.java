/**
 * Attestations: who may receive what, for which purpose, until when. A bundle of signed claims is checked, one named rule
 * after the other, against policy, trust list, status lists and holds, and becomes a {@link
 * dev.weir.core.attestation.Grant} or a refusal with a stable code.
 */
@NullMarked
package dev.weir.core.attestation;

import org.jspecify.annotations.NullMarked;
