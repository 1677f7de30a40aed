package dev.weir.core.plan;

import dev.weir.tmsis.RowRule;
import dev.weir.tmsis.Segment;
import java.util.List;
import java.util.Optional;

/**
 * The steps of one segment.
 *
 * @param segment the segment
 * @param steps one step per element, in row order
 * @param withheld rule whose failing rows are withheld; empty where every row passes
 */
public record SegmentPlan(Segment segment, List<Step> steps, Optional<RowRule> withheld) {
    public SegmentPlan {
        steps = List.copyOf(steps);
    }

    /** Returns the step of an element. */
    public Step step(int field) {
        return steps.get(field - 1);
    }
}
