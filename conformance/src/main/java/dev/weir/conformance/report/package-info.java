/** Results for machines, for build servers and for people, and their signature. */
@NullMarked
package dev.weir.conformance.report;

import org.jspecify.annotations.NullMarked;
