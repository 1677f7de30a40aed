/** Certificates, statements and a bare sender for tests. */
@NullMarked
package dev.weir.endpoints.testing;

import org.jspecify.annotations.NullMarked;
