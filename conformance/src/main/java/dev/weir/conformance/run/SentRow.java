package dev.weir.conformance.run;

import dev.weir.conformance.oracle.Minimizer;
import dev.weir.tmsis.Segment;
import java.util.Map;

/**
 * A row that a case sends.
 *
 * @param segment its segment
 * @param values its values by field number
 * @param record its bytes, which may be wrong on purpose
 * @param outcome what must become of it
 */
record SentRow(Segment segment, Map<Integer, String> values, byte[] record, Minimizer.Outcome outcome) {}
