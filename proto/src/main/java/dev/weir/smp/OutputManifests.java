package dev.weir.smp;

import dev.weir.smp.v1.ClosedFile;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** The digest of what a receiver holds of a submission. */
public final class OutputManifests {
    private OutputManifests() {}

    /** Returns the SHA-256 of a line {@code output-digest rows name} per file, sorted by name, each with a line feed. */
    public static Sha256 sha256(List<ClosedFile> files) {
        StringBuilder text = new StringBuilder();
        for (ClosedFile file : files) {
            text.append(HexFormat.of()
                            .formatHex(file.getProgress().getOutputDigest().toByteArray()))
                    .append(' ')
                    .append(file.getProgress().getRows())
                    .append(' ')
                    .append(file.getName())
                    .append('\n');
        }
        return Sha256.of(text.toString().getBytes(StandardCharsets.US_ASCII));
    }
}
