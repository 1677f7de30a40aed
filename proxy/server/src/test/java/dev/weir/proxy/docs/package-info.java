/** Holds the documents against the product: what they show is read by the real readers, what they name exists. */
@NullMarked
package dev.weir.proxy.docs;

import org.jspecify.annotations.NullMarked;
