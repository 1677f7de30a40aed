package dev.weir.proxy.edge;

import dev.weir.core.plan.Plan;
import dev.weir.core.token.TokenKeys;

/**
 * The plan for new streams, with the keys of its scope. A stream keeps the one it began with.
 *
 * @param plan what is done to every row
 * @param keys token keys of the plan's scope
 */
public record ActivePlan(Plan plan, TokenKeys keys) {}
