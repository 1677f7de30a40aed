package dev.weir.loadtest.sample;

import java.util.List;

/**
 * The rows of one file, by unit: a person, a provider, a claim or a payment with everything that belongs to it. Rows are
 * not numbered, because the number depends on the units before.
 */
public interface FileRows {
    /** Returns how many units there are. */
    int units();

    /** Returns the rows of a unit, from 0; the same rows whenever asked. */
    List<Row> rows(int unit);
}
