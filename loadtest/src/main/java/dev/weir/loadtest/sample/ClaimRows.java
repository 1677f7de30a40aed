package dev.weir.loadtest.sample;

import java.util.ArrayList;
import java.util.List;

/** Rows of one claim: its header, its lines, its diagnoses. */
final class ClaimRows implements FileRows {
    private static final List<String> DIAGNOSES =
            List.of("E119", "I10", "J449", "M545", "F329", "N186", "Z0000", "J069", "R509", "K219", "G8911", "L309");

    private final ClaimKind kind;
    private final int count;
    private final Claims claims;
    private final ClaimHeaders headers;
    private final ClaimLines lines;

    ClaimRows(ClaimKind kind, int count, Claims claims, Population population, Trade trade) {
        this.kind = kind;
        this.count = count;
        this.claims = claims;
        this.headers = new ClaimHeaders(population.identifiers(), trade);
        this.lines = new ClaimLines(population.identifiers());
    }

    @Override
    public int units() {
        return count;
    }

    @Override
    public List<Row> rows(int unit) {
        Claim claim = claims.claim(kind, unit);
        List<Row> rows = new ArrayList<>();
        rows.add(headers.row(claim));
        claim.lines().forEach(line -> rows.add(lines.row(claim, line)));
        Draw draw = claim.draw().about("diagnoses");
        int diagnoses = claim.setting() == Setting.TRACKING ? 0 : kind == ClaimKind.INPATIENT ? 3 : 1 + draw.below(2);
        for (int i = 0; i < diagnoses; i++) {
            rows.add(diagnosis(claim, i, draw));
        }
        return rows;
    }

    private Row diagnosis(Claim claim, int number, Draw draw) {
        String code = DIAGNOSES.get((draw.at(0).below(DIAGNOSES.size()) + number) % DIAGNOSES.size());
        return Row.of(kind.diagnosis())
                .put("ICN-ORIG", claim.number())
                .put("ICN-ADJ", claim.adjustment())
                .put("ADJUSTMENT-IND", claim.adjustmentCode())
                .put("ADJUDICATION-DATE", claim.adjudicated())
                .put("DIAGNOSIS-TYPE", number == 0 ? "P" : "D")
                .number("DIAGNOSIS-SEQUENCE-NUMBER", number + 1)
                .put("DIAGNOSIS-CODE-FLAG", "2")
                .put("DIAGNOSIS-CODE", code)
                .offer("DIAGNOSIS-POA-FLAG", "Y");
    }
}
