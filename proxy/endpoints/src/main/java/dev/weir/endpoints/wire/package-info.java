/**
 * The protocol on gRPC: method descriptors that carry bytes and not parsed messages, strict reading of requests, and
 * refusals as statuses.
 */
@NullMarked
package dev.weir.endpoints.wire;

import org.jspecify.annotations.NullMarked;
