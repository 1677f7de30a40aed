/** The proxy under test: what it is asked through its adapter, and what it answers. */
@NullMarked
package dev.weir.conformance.adapter;

import org.jspecify.annotations.NullMarked;
