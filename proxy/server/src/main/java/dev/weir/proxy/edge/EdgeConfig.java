package dev.weir.proxy.edge;

import dev.weir.tmsis.StopRule;

/**
 * How the edge treats streams.
 *
 * @param chunksInFlight chunks of one stream that are sent upstream and not acknowledged, 1 to 256
 * @param stopRule when refused rows end a stream
 * @param testOnly whether only files marked as test data are accepted
 * @param software name and version that statements carry
 */
public record EdgeConfig(int chunksInFlight, StopRule stopRule, boolean testOnly, String software) {
    public EdgeConfig {
        if (chunksInFlight < 1 || chunksInFlight > 256) {
            throw new IllegalArgumentException("edge: chunks in flight: lie between 1 and 256");
        }
    }
}
