package dev.weir.loadtest.sample;

import dev.weir.tmsis.FileType;
import dev.weir.tmsis.file.Encoding;
import java.util.ArrayList;
import java.util.List;

/**
 * One synthetic month of a state: the same people, providers, plans and policies behind all nine files. Immutable and safe
 * for any thread; equal seeds and sizes give equal rows.
 */
public final class StateMonth {
    /** Seed of the committed sample. */
    public static final long SAMPLE_SEED = 20_261_101L;

    private final Draw seed;
    private final StateSize size;
    private final Population population;
    private final Trade trade;
    private final Claims claims;

    public StateMonth(long seed, StateSize size) {
        this.seed = Draw.of(seed);
        this.size = size;
        Identifiers identifiers = new Identifiers(this.seed.about("identifiers"));
        this.population = new Population(this.seed, identifiers, size.people(), size.plans());
        this.trade = new Trade(this.seed, identifiers, size.providers(), size.plans(), size.carriers());
        this.claims = new Claims(this.seed, population, trade);
    }

    /** Returns the month of the committed sample. */
    public static StateMonth sample() {
        return new StateMonth(SAMPLE_SEED, StateSize.SAMPLE);
    }

    /** Returns the header row of a file, which says that it is synthetic. */
    public static Row header(FileType type, Encoding encoding, String state, long rows) {
        return HeaderRow.of(type, encoding, rows).put("SUBMITTING-STATE", state);
    }

    /** Returns the rows of a file, by unit. */
    public FileRows file(FileType type) {
        FileRows rows = switch (type) {
            case ELG -> new EligibleRows(seed, population, trade);
            case PRV -> new ProviderRows(seed, trade, population.identifiers());
            case MCR -> new PlanRows(trade);
            case TPL -> new CoverageRows(seed, population, trade);
            case CIP -> claims(ClaimKind.INPATIENT, size.inpatient());
            case CLT -> claims(ClaimKind.LONG_TERM, size.longTerm());
            case COT -> claims(ClaimKind.OTHER, size.other());
            case CRX -> claims(ClaimKind.PHARMACY, size.pharmacy());
            case FTX -> new PaymentRows(seed, population, trade, size.payments());
        };
        return new NotedRows(rows, seed.about("notes").about(type.name()));
    }

    private FileRows claims(ClaimKind kind, int count) {
        return new ClaimRows(kind, count, claims, population, trade);
    }

    /** Returns all rows of a file in order. */
    public List<Row> rows(FileType type) {
        FileRows file = file(type);
        List<Row> rows = new ArrayList<>();
        for (int unit = 0; unit < file.units(); unit++) {
            rows.addAll(file.rows(unit));
        }
        return rows;
    }
}
