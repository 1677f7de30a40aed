/**
 * Policy: the purposes that exist, the treatments that a class can get, what a state's policy lists for each purpose, and
 * what makes a row of treatments sound.
 */
@NullMarked
package dev.weir.core.policy;

import org.jspecify.annotations.NullMarked;
