package dev.weir.loadtest.sample;

import java.util.List;

/** Rows with a note of the state on every third of them. */
record NotedRows(FileRows rows, Draw seed) implements FileRows {
    private static final String NOTE = "STATE-NOTATION";
    private static final int EVERY = 3;

    @Override
    public int units() {
        return rows.units();
    }

    @Override
    public List<Row> rows(int unit) {
        List<Row> noted = rows.rows(unit);
        // The slow shift lets the note wander over all rows of units that come in regular turns.
        for (int i = (unit + unit / 5) % EVERY; i < noted.size(); i += EVERY) {
            noted.get(i).put(NOTE, FreeText.note(seed.at(unit).at(i)));
        }
        return noted;
    }
}
