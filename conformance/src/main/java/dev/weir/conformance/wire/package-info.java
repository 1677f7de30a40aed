/** Bytes made by hand: Protocol Buffers and HTTP/2 as no library would write them, and several parsers to read them. */
@NullMarked
package dev.weir.conformance.wire;

import org.jspecify.annotations.NullMarked;
