/**
 * Synthetic state months: people, providers, plans and claims that never were, and the T-MSIS files that report them.
 * Every value is a function of a seed and an index, so any row can be made by itself and the same seed gives the same
 * bytes. No protected value of eight or more characters is part of a value of another privacy class, so that a search for
 * protected values in minimized output finds leaks and nothing else.
 */
@NullMarked
package dev.weir.loadtest.sample;

import org.jspecify.annotations.NullMarked;
