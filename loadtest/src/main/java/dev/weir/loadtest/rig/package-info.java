/**
 * What a load test runs against: keys, certificates and settings in a folder of its own, the proxy as a process, the
 * reference receiver.
 */
@NullMarked
package dev.weir.loadtest.rig;

import org.jspecify.annotations.NullMarked;
