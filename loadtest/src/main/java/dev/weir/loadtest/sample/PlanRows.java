package dev.weir.loadtest.sample;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Rows of a managed care plan. */
final class PlanRows implements FileRows {
    private static final Span CONTRACT = Span.of(LocalDate.of(2025, 1, 1), LocalDate.of(2027, 12, 31));
    private static final List<String> AREAS = List.of("REGION NORTH", "REGION SOUTH", "REGION COAST", "REGION VALLEY");

    private final Trade trade;

    PlanRows(Trade trade) {
        this.trade = trade;
    }

    @Override
    public int units() {
        return trade.plans();
    }

    @Override
    public List<Row> rows(int unit) {
        List<Row> rows = new ArrayList<>();
        rows.add(main(unit));
        rows.add(location(unit, "1"));
        rows.add(location(unit, "3"));
        for (int i = 0; i < 2; i++) {
            rows.add(of("MCR00004", unit)
                    .put("MANAGED-CARE-SERVICE-AREA-NAME", AREAS.get((unit + i) % AREAS.size()))
                    .span("MANAGED-CARE-SERVICE-AREA-EFF-DATE", "MANAGED-CARE-SERVICE-AREA-END-DATE", CONTRACT));
            rows.add(of("MCR00006", unit)
                    .number("MANAGED-CARE-PLAN-POP", 1 + (unit + i) % 8)
                    .span("MANAGED-CARE-PLAN-POP-EFF-DATE", "MANAGED-CARE-PLAN-POP-END-DATE", CONTRACT));
        }
        rows.add(of("MCR00005", unit)
                .put("OPERATING-AUTHORITY", unit % 2 == 0 ? "01" : "02")
                .put("WAIVER-ID", unit % 2 == 0 ? "" : "SYNTH-PLAN-WAIVER-01")
                .span("MANAGED-CARE-OP-AUTHORITY-EFF-DATE", "MANAGED-CARE-OP-AUTHORITY-END-DATE", CONTRACT));
        rows.add(of("MCR00007", unit)
                .put("ACCREDITATION-ORGANIZATION", "01")
                .span("DATE-ACCREDITATION-ACHIEVED", "DATE-ACCREDITATION-END", CONTRACT));
        rows.add(of("MCR00010", unit)
                .put("MANAGED-CARE-PLAN-OTHER-ID-TYPE", "01")
                .put("MANAGED-CARE-PLAN-OTHER-ID", "OTHERPLAN" + Numbers.open(unit, 4))
                .span("MANAGED-CARE-ID-EFF-DATE", "MANAGED-CARE-ID-END-DATE", CONTRACT));
        return rows;
    }

    private Row of(String segment, int plan) {
        return Row.of(segment).put("STATE-PLAN-ID-NUM", trade.planId(plan));
    }

    private Row main(int plan) {
        return of("MCR00002", plan)
                .put("MANAGED-CARE-NAME", trade.planName(plan))
                .put("MANAGED-CARE-PROGRAM", "1")
                .put("MANAGED-CARE-PLAN-TYPE", "01")
                .put("REIMBURSEMENT-ARRANGEMENT", "01")
                .put("MANAGED-CARE-PROFIT-STATUS", "02")
                .put("CORE-BASED-STATISTICAL-AREA-CODE", "1")
                .number("PERCENT-BUSINESS", 40 + plan % 50)
                .put("MANAGED-CARE-SERVICE-AREA", "2")
                .span("MANAGED-CARE-CONTRACT-EFF-DATE", "MANAGED-CARE-CONTRACT-END-DATE", CONTRACT)
                .span("MANAGED-CARE-MAIN-REC-EFF-DATE", "MANAGED-CARE-MAIN-REC-END-DATE", CONTRACT);
    }

    private Row location(int plan, String type) {
        Address office = trade.office("plan", plan);
        return of("MCR00003", plan)
                .put("MANAGED-CARE-LOCATION-ID", "PLANOFFICE" + type)
                .put("MANAGED-CARE-ADDR-TYPE", type)
                .put("MANAGED-CARE-ADDR-LN1", office.line1())
                .put("MANAGED-CARE-ADDR-LN2", office.line2())
                .put("MANAGED-CARE-CITY", office.city())
                .put("MANAGED-CARE-STATE", office.state())
                .put("MANAGED-CARE-ZIP-CODE", office.zip())
                .put("MANAGED-CARE-COUNTY", office.county())
                .put("MANAGED-CARE-TELEPHONE", trade.phone("plan", plan))
                .put("MANAGED-CARE-EMAIL", "MEMBERS" + Numbers.open(plan, 4) + "@PLANS.EXAMPLE")
                .span(
                        "MANAGED-CARE-LOCATION-AND-CONTACT-INFO-EFF-DATE",
                        "MANAGED-CARE-LOCATION-AND-CONTACT-INFO-END-DATE",
                        CONTRACT);
    }
}
