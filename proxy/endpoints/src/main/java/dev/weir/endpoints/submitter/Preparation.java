package dev.weir.endpoints.submitter;

import dev.weir.smp.Manifests;
import dev.weir.smp.Sha256;
import dev.weir.tmsis.file.FileProblem;
import dev.weir.tmsis.file.FileRefusedException;
import dev.weir.tmsis.file.ReadSettings;
import dev.weir.tmsis.file.TmsisReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** Reads files from end to end before anything is sent: size, digest, header row, row count. */
public final class Preparation {
    private Preparation() {}

    /**
     * Reads one file.
     *
     * @throws FileRefusedException where the file contradicts its header row or breaks the stop rule
     */
    public static SourceFile read(Path path, ReadSettings settings) throws IOException {
        String name = String.valueOf(path.getFileName());
        if (!Manifests.isName(name)) {
            throw new FileRefusedException(
                    FileProblem.HEADER, "file name", "has 1 to 128 characters of A-Z a-z 0-9 . _ -");
        }
        SourceFile.Stamp stamp = SourceFile.Stamp.of(path);
        try (InputStream raw = Files.newInputStream(path);
                DigestStream digest = new DigestStream(TmsisReader.uncompressed(raw, name));
                TmsisReader reader = TmsisReader.open(digest, name, settings)) {
            while (reader.next() != TmsisReader.Next.END) {
                // Every row is read, so that the digest covers the file and its count is known.
            }
            SourceFile file = new SourceFile(
                    path,
                    name,
                    reader.header(),
                    reader.row(),
                    reader.malformed(),
                    digest.size,
                    Sha256.finish(digest.sha256),
                    stamp);
            file.requireUnchanged();
            return file;
        }
    }

    /** Counts and digests what passes through. */
    private static final class DigestStream extends FilterInputStream {
        private final MessageDigest sha256 = Sha256.newDigest();
        private long size;

        DigestStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = in.read();
            if (value >= 0) {
                sha256.update((byte) value);
                size++;
            }
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = in.read(bytes, offset, length);
            if (count > 0) {
                sha256.update(bytes, offset, count);
                size += count;
            }
            return count;
        }

        @Override
        public long skip(long count) throws IOException {
            throw new IOException("a file is digested whole");
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
