/** Holds: what stops a release that everything else allows. One signature sets a hold, two lift it. */
@NullMarked
package dev.weir.core.hold;

import org.jspecify.annotations.NullMarked;
