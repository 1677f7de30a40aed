package dev.weir.proxy.edge;

import dev.weir.core.minimize.Engine;
import dev.weir.core.plan.Plan;
import dev.weir.smp.v1.Open;

/**
 * A stream that may go on: its plan, its engine, and the Open that goes upstream.
 *
 * @param plan the plan for all its rows
 * @param engine engine for its chunks
 * @param upstream what is sent upstream, without the statement
 */
record Admission(Plan plan, Engine engine, Open upstream) {}
