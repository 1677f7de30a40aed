/**
 * JSON, read strictly and written in one way only, because what is read here was signed and what is written here will
 * be.
 */
@NullMarked
package dev.weir.core.json;

import org.jspecify.annotations.NullMarked;
