package dev.weir.loadtest.sample;

import java.util.List;

/**
 * Providers, managed care plans and insurance carriers, by index. Nothing about them is protected but the birth dates of
 * practitioners and numbers that lead to a person.
 */
final class Trade {
    /** Location under which a provider bills. */
    static final String LOCATION = "00001";

    /** The one home and community-based waiver of the state. */
    static final String WAIVER_ID = "SYNTH-WAIVER-01";

    static final String WAIVER_TYPE = "06";

    private static final List<ProviderKind> KINDS = List.of(ProviderKind.values());

    private final Draw seed;
    private final Identifiers identifiers;
    private final int providers;
    private final int plans;
    private final int carriers;

    /**
     * Creates the trade of a state.
     *
     * @param providers a multiple of the number of provider kinds
     */
    Trade(Draw seed, Identifiers identifiers, int providers, int plans, int carriers) {
        if (providers <= 0 || providers % KINDS.size() != 0) {
            throw new IllegalArgumentException("providers: must be a positive multiple of " + KINDS.size());
        }
        this.seed = seed.about("trade");
        this.identifiers = identifiers;
        this.providers = providers;
        this.plans = plans;
        this.carriers = carriers;
    }

    int providers() {
        return providers;
    }

    int plans() {
        return plans;
    }

    int carriers() {
        return carriers;
    }

    Provider provider(int index) {
        ProviderKind kind = KINDS.get(index % KINDS.size());
        Draw draw = seed.about("provider").at(index);
        return new Provider(
                index,
                kind,
                identifiers.numbered("CAPV", 6, index),
                identifiers.npi(index),
                kind.label() + " " + Numbers.open(index, 4),
                kind.isIndividual() ? TradeGazetteer.practitioner(draw.about("name")) : new Name("", "", ""),
                TradeGazetteer.office(draw.about("office")),
                TradeGazetteer.phone(draw.about("phone")));
    }

    /** Returns some provider of a kind. */
    Provider provider(ProviderKind kind, Draw draw) {
        return provider(draw.below(providers / KINDS.size()) * KINDS.size() + KINDS.indexOf(kind));
    }

    String planId(int plan) {
        return "CAMCP" + Numbers.open(plan, 4);
    }

    String planName(int plan) {
        return "SYNTHETIC HEALTH PLAN " + Numbers.open(plan, 4);
    }

    /** Returns the employer number of a plan, with a prefix that is not given out. */
    String planTaxId(int plan) {
        return identifiers.numbered("07", 7, plan);
    }

    String carrierId(int carrier) {
        return "CARR" + Numbers.open(carrier, 5);
    }

    String insurancePlanId(int carrier) {
        return "INSPL" + Numbers.open(carrier, 5);
    }

    Address office(String kind, int index) {
        return TradeGazetteer.office(seed.about(kind).at(index));
    }

    String phone(String kind, int index) {
        return TradeGazetteer.phone(seed.about(kind).at(index).about("phone"));
    }
}
