/** Both sides of the proxy: certificates, submitters, a receiver that keeps raw bytes, and a line that can break. */
@NullMarked
package dev.weir.conformance.peer;

import org.jspecify.annotations.NullMarked;
