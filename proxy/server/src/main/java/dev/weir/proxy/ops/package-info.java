/**
 * What operators look at: metrics through Micrometer, health, and log lines made of codes, counts and ids of submissions.
 * Never a value, a token or a text of somebody else.
 */
@NullMarked
package dev.weir.proxy.ops;

import org.jspecify.annotations.NullMarked;
