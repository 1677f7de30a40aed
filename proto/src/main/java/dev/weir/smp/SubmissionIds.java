package dev.weir.smp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

/** Ids of submissions: lower-case UUIDs. */
public final class SubmissionIds {
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private SubmissionIds() {}

    /** Returns whether a text is a lower-case UUID. */
    public static boolean isId(String text) {
        return UUID_TEXT.matcher(text).matches();
    }

    /**
     * Returns the id that follows from what is submitted, a UUID of version 8. The same command run again names the same
     * submission and so goes on with it.
     *
     * @param label distinguishes deliberate repetitions; usually empty
     */
    public static String of(String state, Sha256 manifest, String label) {
        String text = "smp1/submission\n" + state + "\n" + manifest.hex() + "\n" + label + "\n";
        ByteBuffer digest =
                ByteBuffer.wrap(Sha256.of(text.getBytes(StandardCharsets.UTF_8)).toByteArray());
        long high = digest.getLong() & 0xFFFF_FFFF_FFFF_0FFFL | 0x8000L;
        long low = digest.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
