/**
 * Transport: Netty event loops (epoll, else NIO), TLS from files that are read again when they change, and who the peer
 * is according to its certificate.
 */
@NullMarked
package dev.weir.endpoints.net;

import org.jspecify.annotations.NullMarked;
