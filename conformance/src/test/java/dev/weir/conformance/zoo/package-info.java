/** Proxies that leak, each one small difference from one that does not. They exist in test sources alone. */
@NullMarked
package dev.weir.conformance.zoo;

import org.jspecify.annotations.NullMarked;
