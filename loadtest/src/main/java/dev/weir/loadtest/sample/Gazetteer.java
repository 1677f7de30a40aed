package dev.weir.loadtest.sample;

import java.util.List;

/**
 * Invented names and places of beneficiaries and of their relatives. No provider, plan or carrier uses any of them: those
 * have {@link TradeGazetteer}. Relatives are named apart from beneficiaries, because they are another privacy class.
 */
final class Gazetteer {
    private static final List<String> FIRST = List.of(
            "ARDE", "BELO", "CORVI", "DAVE", "ELOWI", "FENNI", "GALVA", "HESTI", "IVARI", "JORE", "KESSA", "LUMI",
            "MERRI", "NORVA", "OTTILI", "PELLI");
    private static final List<String> FIRST_ENDS =
            List.of("LINDE", "MERTH", "NESSA", "RICKO", "TANNE", "VIANNE", "XANDER", "BETH");
    private static final List<String> SHORT_FIRST = List.of("ORV", "TILDE", "BRAM", "IMKE", "SUNNO", "QUE");
    // Two stems have letters beyond ASCII, as some names have.
    private static final List<String> LAST = List.of(
            "QUILL",
            "VELLA",
            "BRONTH",
            "TESSEL",
            "OXBER",
            "HALVEN",
            "PIRREN",
            "DUNSTRA",
            "KELVO",
            "WYNTHA",
            "ZORREN",
            "MARRIC",
            "LUNDER",
            "FESKEL",
            "CA\u00D1AVE",
            "R\u00C9NOL");
    private static final List<String> LAST_ENDS =
            List.of("INGTON", "MORE", "STADE", "WICKER", "BRAND", "QUIST", "HOLLEN", "FAIRE");
    private static final List<String> SHORT_LAST = List.of("ORN", "TASK", "PLIMM", "O'VEX", "DRAY-LO");
    private static final List<String> STREETS = List.of(
            "LANTERN",
            "THISTLE",
            "SORREL",
            "CINDER",
            "PEBBLE",
            "HARROW",
            "MEADOWLARK",
            "JUNIPER",
            "FERNBANK",
            "ORCHARD");
    private static final List<String> STREET_ENDS = List.of(" HOLLOW", " BEND", " TRACE", " GLEN", " RISE", " LANE");
    private static final List<String> CITIES = List.of(
            "BRACKEN", "TOLLAN", "MIRREL", "CASPEN", "DREYVA", "FARROWE", "HESTRA", "ISKARD", "JUNIVA", "KORVAL");
    private static final List<String> CITY_ENDS = List.of("HAVEN", "DALE", "MONTE", "CREST", "VISTA");
    private static final List<String> COUNTIES = List.of("001", "013", "019", "037", "059", "065", "073", "085", "111");
    private static final List<String> RELATIVE_FIRST =
            List.of("THADDOCK", "WINNIFER", "LORABELLE", "OSGOODEN", "PERPETIA", "RANDOLPHUS", "SERAPHUS", "VALDEMARA");
    private static final List<String> RELATIVE_LAST = List.of(
            "CRABSTONE", "HUMBLEWOOD", "JASPERHELM", "NETTLESHIP", "PUMPERTON", "SPINDLEMAN", "TUMBLEWOLD", "YARROWBY");

    private Gazetteer() {}

    /** Returns the last name that most of a household bear. */
    static String lastName(Draw draw) {
        return draw.at(0).oneIn(6)
                ? draw.at(1).pick(SHORT_LAST)
                : draw.at(1).pick(LAST) + draw.at(2).pick(LAST_ENDS);
    }

    static Name person(Draw draw, String lastName) {
        String first = draw.at(0).oneIn(6)
                ? draw.at(1).pick(SHORT_FIRST)
                : draw.at(1).pick(FIRST) + draw.at(2).pick(FIRST_ENDS);
        return new Name(first, initial(draw.at(3)), draw.at(4).oneIn(8) ? lastName(draw.at(5)) : lastName);
    }

    static Name relative(Draw draw) {
        return new Name(
                draw.at(0).pick(RELATIVE_FIRST), initial(draw.at(1)), draw.at(2).pick(RELATIVE_LAST));
    }

    /** Returns an address of a home, or of a place that is nobody's practice. */
    static Address address(Draw draw) {
        String street = draw.at(0).pick(STREETS) + draw.at(1).pick(STREET_ENDS);
        String line1 = 100 + draw.at(2).below(9000) + " " + street;
        String line2 = draw.at(3).oneIn(3) ? "APARTMENT " + (1 + draw.at(4).below(400)) : "";
        String line3 = line2.isEmpty() || draw.at(5).below(3) > 0
                ? ""
                : "REAR COTTAGE, GATE " + draw.at(6).below(90);
        // 96170 to 96178 were never assigned; 2 and 9 are left out as in all numbers.
        String zip = "9617" + Numbers.open(draw.at(7).below(8), 1);
        String extension = draw.at(8).oneIn(2) ? Numbers.open(draw.at(9).below(4096), 4) : "";
        return new Address(
                line1,
                line2,
                line3,
                draw.at(10).pick(CITIES) + draw.at(11).pick(CITY_ENDS),
                ReportingMonth.STATE,
                zip + extension,
                draw.at(12).pick(COUNTIES));
    }

    private static String initial(Draw draw) {
        return draw.oneIn(4) ? "" : String.valueOf((char) ('A' + draw.at(0).below(26)));
    }
}
