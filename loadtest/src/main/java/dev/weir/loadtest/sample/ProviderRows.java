package dev.weir.loadtest.sample;

import dev.weir.loadtest.sample.Identifiers.SsnHolder;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Rows of a provider. */
final class ProviderRows implements FileRows {
    private static final Span SPAN = Span.open(LocalDate.of(2025, 1, 1));
    private static final Span LICENSE = Span.of(LocalDate.of(2025, 7, 1), LocalDate.of(2027, 6, 30));
    private static final String ISSUER = "SYNTH-PROV-BOARD";

    private final Draw seed;
    private final Trade trade;
    private final Identifiers identifiers;

    ProviderRows(Draw seed, Trade trade, Identifiers identifiers) {
        this.seed = seed.about("provider rows");
        this.trade = trade;
        this.identifiers = identifiers;
    }

    @Override
    public int units() {
        return trade.providers();
    }

    @Override
    public List<Row> rows(int unit) {
        Provider provider = trade.provider(unit);
        Draw draw = seed.at(unit);
        List<Row> rows = new ArrayList<>();
        rows.add(attributes(provider, draw.about("attributes")));
        rows.add(location(provider, "1"));
        rows.add(location(provider, "4"));
        rows.add(license(provider));
        rows.add(identifier(provider, "1", provider.id()));
        rows.add(identifier(provider, "2", provider.npi()));
        String type = provider.kind().extraIdentifierType();
        rows.add(identifier(provider, type, extraIdentifier(provider, type)));
        rows.add(of("PRV00006", provider)
                .put("PROV-CLASSIFICATION-TYPE", "1")
                .put("PROV-CLASSIFICATION-CODE", provider.kind().taxonomy())
                .span("PROV-TAXONOMY-CLASSIFICATION-EFF-DATE", "PROV-TAXONOMY-CLASSIFICATION-END-DATE", SPAN));
        rows.add(enrolment(provider));
        if (provider.kind().isIndividual()) {
            rows.add(of("PRV00008", provider)
                    .put(
                            "SUBMITTING-STATE-PROV-ID-OF-AFFILIATED-ENTITY",
                            trade.provider(ProviderKind.CLINIC, draw.about("group"))
                                    .id())
                    .span("PROV-AFFILIATED-GROUP-EFF-DATE", "PROV-AFFILIATED-GROUP-END-DATE", SPAN));
        }
        rows.add(of("PRV00009", provider)
                .put("AFFILIATED-PROGRAM-TYPE", "2")
                .put("AFFILIATED-PROGRAM-ID", "SYNTH-PROGRAM-" + Numbers.open(unit % 4, 2))
                .span("PROV-AFFILIATED-PROGRAM-EFF-DATE", "PROV-AFFILIATED-PROGRAM-END-DATE", SPAN));
        if (provider.kind().hasBeds()) {
            rows.add(of("PRV00010", provider)
                    .put("PROV-LOCATION-ID", Trade.LOCATION)
                    .put("BED-TYPE-CODE", provider.kind() == ProviderKind.HOSPITAL ? "4" : "1")
                    .number("BED-COUNT", 20 + draw.about("beds").below(300))
                    .span("BED-TYPE-EFF-DATE", "BED-TYPE-END-DATE", SPAN));
        }
        return rows;
    }

    private static Row of(String segment, Provider provider) {
        return Row.of(segment).put("SUBMITTING-STATE-PROV-ID", provider.id());
    }

    private static Row attributes(Provider provider, Draw draw) {
        ProviderKind kind = provider.kind();
        Row row = of("PRV00002", provider)
                .put("PROV-DOING-BUSINESS-AS-NAME", provider.organization())
                .put("PROV-LEGAL-NAME", provider.organization() + " INC")
                .put("PROV-ORGANIZATION-NAME", kind.isIndividual() ? "" : provider.organization())
                .put("PROV-TAX-NAME", provider.organization() + " INC")
                .put("FACILITY-GROUP-INDIVIDUAL-CODE", kind.form())
                .put("TEACHING-IND", kind == ProviderKind.HOSPITAL && draw.at(0).oneIn(3) ? "1" : "0")
                .put("OWNERSHIP-CODE", Numbers.padded(1 + draw.at(1).below(8), 2))
                .put("PROV-PROFIT-STATUS", Numbers.padded(1 + draw.at(2).below(3), 2))
                .put("ACCEPTING-NEW-PATIENTS-IND", draw.at(3).oneIn(4) ? "0" : "1")
                .span("PROV-ATTRIBUTES-EFF-DATE", "PROV-ATTRIBUTES-END-DATE", SPAN);
        if (kind.isIndividual()) {
            LocalDate birth = LocalDate.of(
                    1955 + draw.at(4).below(43),
                    1 + draw.at(5).below(12),
                    2 + draw.at(6).below(27));
            row.put("PROV-FIRST-NAME", provider.practitioner().first())
                    .put("PROV-MIDDLE-INITIAL", provider.practitioner().middle())
                    .put("PROV-LAST-NAME", provider.practitioner().last())
                    .put("SEX", draw.at(7).oneIn(2) ? "F" : "M")
                    .put("DATE-OF-BIRTH", birth);
        }
        return row;
    }

    private static Row location(Provider provider, String type) {
        Address office = provider.office();
        return of("PRV00003", provider)
                .put("PROV-LOCATION-ID", Trade.LOCATION)
                .put("PROV-ADDR-TYPE", type)
                .put("ADDR-LN1", office.line1())
                .put("ADDR-LN2", office.line2())
                .put("ADDR-CITY", office.city())
                .put("ADDR-STATE", office.state())
                .put("ADDR-ZIP-CODE", office.zip())
                .put("ADDR-TELEPHONE", provider.phone())
                .put("ADDR-EMAIL", "OFFICE" + Numbers.open(provider.index(), 4) + "@PROVIDERS.EXAMPLE")
                .put("ADDR-BORDER-STATE-IND", "0")
                .put("ADDR-COUNTY", office.county())
                .span("PROV-LOCATION-AND-CONTACT-INFO-EFF-DATE", "PROV-LOCATION-AND-CONTACT-INFO-END-DATE", SPAN);
    }

    private Row license(Provider provider) {
        return of("PRV00004", provider)
                .put("PROV-LOCATION-ID", Trade.LOCATION)
                .put("LICENSE-TYPE", "1")
                .put("LICENSE-ISSUING-ENTITY-ID", ISSUER)
                .put("LICENSE-OR-ACCREDITATION-NUMBER", identifiers.numbered("LIC", 8, provider.index()))
                .span("PROV-LICENSE-EFF-DATE", "PROV-LICENSE-END-DATE", LICENSE);
    }

    private static Row identifier(Provider provider, String type, String identifier) {
        return of("PRV00005", provider)
                .put("PROV-LOCATION-ID", Trade.LOCATION)
                .put("PROV-IDENTIFIER-TYPE", type)
                .put("PROV-IDENTIFIER-ISSUING-ENTITY-ID", ISSUER)
                .put("PROV-IDENTIFIER", identifier)
                .span("PROV-IDENTIFIER-EFF-DATE", "PROV-IDENTIFIER-END-DATE", SPAN);
    }

    /**
     * Returns the third identifier. Tax numbers are protected, because for a provider who is a person they may be an SSN;
     * they appear nowhere else, and their hyphen keeps them apart from other numbers.
     */
    private String extraIdentifier(Provider provider, String type) {
        return switch (type) {
            case "3" -> identifiers.numbered("MC", 6, provider.index());
            case "4" -> identifiers.numbered("NC", 6, provider.index());
            case "5" -> identifiers.numbered("08-", 7, provider.index());
            case "6" -> identifiers.numbered("STX-", 7, provider.index());
            case "7" -> identifiers.ssn(SsnHolder.PROVIDER, provider.index());
            default -> identifiers.numbered("OTH-", 7, provider.index());
        };
    }

    private static Row enrolment(Provider provider) {
        return of("PRV00007", provider)
                .put("PROV-MEDICAID-ENROLLMENT-STATUS-CODE", "01")
                .put("STATE-PLAN-ENROLLMENT", "1")
                .put("PROV-ENROLLMENT-METHOD", "1")
                .put("APPL-DATE", SPAN.from())
                .span("PROV-MEDICAID-EFF-DATE", "PROV-MEDICAID-END-DATE", SPAN);
    }
}
