/**
 * The receiver, the federal end of the protocol: checks what a proxy declares and sends, stores each chunk once and
 * durably before it acknowledges it, and renders complete submissions as T-MSIS files.
 */
@NullMarked
package dev.weir.endpoints.receiver;

import org.jspecify.annotations.NullMarked;
