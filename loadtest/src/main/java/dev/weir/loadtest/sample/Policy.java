package dev.weir.loadtest.sample;

import dev.weir.loadtest.sample.Identifiers.SsnHolder;

/**
 * A health insurance that covers a beneficiary through a relative who is not on Medicaid.
 *
 * @param carrier index of the carrier
 */
record Policy(int carrier, String member, String group, Name owner, String ownerSsn) {
    /** Returns the policy of a person. */
    static Policy of(Draw seed, Trade trade, Identifiers identifiers, Person person) {
        int index = person.index();
        return new Policy(
                index % trade.carriers(),
                identifiers.numbered("MBR", 9, index),
                "GRP" + Numbers.open(index % 64, 4),
                Gazetteer.relative(seed.about("policy owner").at(index)),
                identifiers.ssn(SsnHolder.RELATIVE, index));
    }
}
