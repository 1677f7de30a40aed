package dev.weir.tmsis.file;

import dev.weir.tmsis.StopRule;

/**
 * How files are read.
 *
 * @param charset character set
 * @param layout positions of fixed-length segments
 * @param stopRule when malformed rows end a file
 */
public record ReadSettings(FileCharset charset, FixedLayout layout, StopRule stopRule) {
    /** ISO-8859-1, the built-in layout, the default stop rule. */
    public static final ReadSettings DEFAULT =
            new ReadSettings(FileCharset.ISO_8859_1, FixedLayout.builtIn(), StopRule.DEFAULT);
}
