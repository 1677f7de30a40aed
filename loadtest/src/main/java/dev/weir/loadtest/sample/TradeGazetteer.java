package dev.weir.loadtest.sample;

import java.util.List;

/** Invented names and places of providers, plans and carriers. No beneficiary and no relative uses any of them. */
final class TradeGazetteer {
    private static final List<String> FIRST = List.of("SALVIO", "CURATIA", "MEDARDO", "SANAVIA", "LENITA", "DOCTRINUS");
    private static final List<String> LAST = List.of(
            "BALMERIDGE",
            "CURABINSKY",
            "LANCETTARI",
            "MORTARSON",
            "SALVENDER",
            "THERAPONDT",
            "TINCTURELL",
            "VIALSWORTH");
    private static final List<String> STREETS =
            List.of("COMMERCE PARKWAY", "ENTERPRISE PLAZA", "INDUSTRY BOULEVARD", "EXCHANGE STREET", "FOUNDRY SQUARE");
    private static final List<String> CITIES =
            List.of("CIVICBOROUGH", "MARKETGATE", "FOUNDRY POINT", "EXCHANGE CITY", "LEDGERTON");

    private TradeGazetteer() {}

    static Name practitioner(Draw draw) {
        return new Name(
                draw.at(0).pick(FIRST),
                draw.at(1).oneIn(2) ? "J" : "",
                draw.at(2).pick(LAST));
    }

    static Address office(Draw draw) {
        return new Address(
                100 + draw.at(0).below(900) + " " + draw.at(1).pick(STREETS),
                draw.at(2).oneIn(2) ? "SUITE " + (100 + draw.at(3).below(800)) : "",
                "",
                draw.at(4).pick(CITIES),
                ReportingMonth.STATE,
                "9616" + Numbers.open(3 + draw.at(5).below(4), 1),
                "067");
    }

    /** Returns a telephone number of an area code that cannot exist and of the range kept for fiction. */
    static String phone(Draw draw) {
        return draw.at(0).pick(List.of("311", "411", "511", "611", "711", "811")) + "55501"
                + Numbers.open(draw.at(1).below(64), 2);
    }
}
