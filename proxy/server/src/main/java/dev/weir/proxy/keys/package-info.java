/**
 * Keys: Tink keysets of a state on disk, encrypted by a key encryption key, and what the proxy does with them. Nobody else
 * uses Tink.
 */
@NullMarked
package dev.weir.proxy.keys;

import org.jspecify.annotations.NullMarked;
