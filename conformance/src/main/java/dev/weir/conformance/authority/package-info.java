/** The people who govern releases, good and bad: keys, signed files, attestations and approvals. Knows no proxy. */
@NullMarked
package dev.weir.conformance.authority;

import org.jspecify.annotations.NullMarked;
