package dev.weir.proxy.edge;

import dev.weir.core.minimize.Blanks;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.Segment;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Knows which validation rules find fault with an element that is blank. */
@FunctionalInterface
public interface RuleBook {
    /** Returns the ids of the rules. */
    List<String> findingFault(Segment segment, Element element);

    /** Returns in how many rows each rule will find fault with what was blanked. */
    default Map<String, Object> expected(Blanks blanks) {
        Map<String, Object> counts = new TreeMap<>();
        blanks.forEach((segment, element, rows) ->
                findingFault(segment, element).forEach(id -> counts.merge(id, rows, (a, b) -> (Long) a + (Long) b)));
        return counts;
    }
}
