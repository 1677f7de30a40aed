package dev.weir.smp;

import dev.weir.smp.v1.Manifest;
import dev.weir.smp.v1.ManifestFile;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** The canonical text of a manifest, and what a well-formed one is. */
public final class Manifests {
    /** Most files of a submission. */
    public static final int MAX_FILES = 1000;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private Manifests() {}

    /** Returns whether a file may have this name in a manifest. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Returns the rule that a manifest breaks, if it breaks one. */
    public static Optional<String> problem(Manifest manifest) {
        if (manifest.getFilesCount() == 0 || manifest.getFilesCount() > MAX_FILES) {
            return Optional.of("a manifest has 1 to " + MAX_FILES + " files");
        }
        String before = "";
        for (ManifestFile file : manifest.getFilesList()) {
            if (!isName(file.getName())) {
                return Optional.of("a file name has 1 to 128 characters of A-Z a-z 0-9 . _ -");
            }
            if (file.getName().compareTo(before) <= 0) {
                return Optional.of("the files of a manifest are sorted by name and no name occurs twice");
            }
            if (file.getSha256().size() != Sha256.LENGTH || file.getSize() < 0) {
                return Optional.of("a file has a size and a SHA-256");
            }
            int type = file.getFileTypeValue();
            if (type < 1 || type > 9) {
                return Optional.of("a file has one of the nine T-MSIS file types");
            }
            before = file.getName();
        }
        return Optional.empty();
    }

    /** Returns the SHA-256 of a well-formed manifest: a line {@code sha256 size name} per file, each with a line feed. */
    public static Sha256 sha256(Manifest manifest) {
        StringBuilder text = new StringBuilder();
        for (ManifestFile file : manifest.getFilesList()) {
            text.append(HexFormat.of().formatHex(file.getSha256().toByteArray()))
                    .append(' ')
                    .append(file.getSize())
                    .append(' ')
                    .append(file.getName())
                    .append('\n');
        }
        return Sha256.of(text.toString().getBytes(StandardCharsets.US_ASCII));
    }
}
