/** What is right: tokens, minimized rows and the absence of canaries, worked out without any code of a proxy. */
@NullMarked
package dev.weir.conformance.oracle;

import org.jspecify.annotations.NullMarked;
