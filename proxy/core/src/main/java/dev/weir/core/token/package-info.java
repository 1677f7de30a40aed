/**
 * Tokens: how a value is normalized, which key belongs to it, how the token is computed and what it looks like. One
 * person has one token in all files and months of one recipient and unrelated tokens everywhere else.
 */
@NullMarked
package dev.weir.core.token;

import org.jspecify.annotations.NullMarked;
