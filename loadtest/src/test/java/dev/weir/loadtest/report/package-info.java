/** Tests of the report and its statistics. */
@NullMarked
package dev.weir.loadtest.report;

import org.jspecify.annotations.NullMarked;
