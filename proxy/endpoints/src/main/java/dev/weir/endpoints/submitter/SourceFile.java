package dev.weir.endpoints.submitter;

import com.google.protobuf.ByteString;
import dev.weir.smp.Sha256;
import dev.weir.smp.annotations.v1.FileType;
import dev.weir.smp.v1.ManifestFile;
import dev.weir.tmsis.file.FileHeader;
import dev.weir.tmsis.file.FileProblem;
import dev.weir.tmsis.file.FileRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * A file to be submitted, read once from end to end and found in order.
 *
 * @param path where it is
 * @param name name in the manifest
 * @param header its header row
 * @param rows rows behind the header row
 * @param malformed rows that are malformed and will not be sent
 * @param size uncompressed bytes
 * @param sha256 digest of the uncompressed bytes
 * @param stamp what the file looked like on disk while it was read
 */
public record SourceFile(
        Path path, String name, FileHeader header, long rows, long malformed, long size, Sha256 sha256, Stamp stamp) {
    /** Size and time of change of a file on disk. */
    record Stamp(long bytes, FileTime changed) {
        static Stamp of(Path path) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new Stamp(attributes.size(), attributes.lastModifiedTime());
        }
    }

    /**
     * Returns a file that is on no disk: its rows are made while they are sent, and its digest stands for how.
     *
     * @param sha256 digest of everything its rows follow from
     */
    public static SourceFile generated(String name, FileHeader header, Sha256 sha256) {
        return new SourceFile(
                Path.of(name),
                name,
                header,
                header.rows(),
                0,
                header.rows(),
                sha256,
                new Stamp(0, FileTime.fromMillis(0)));
    }

    /** Refuses a file that has changed since it was read; its digest is in the manifest already. */
    void requireUnchanged() throws IOException {
        if (!Stamp.of(path).equals(stamp)) {
            throw new FileRefusedException(FileProblem.CHANGED, name, "does not change while it is submitted");
        }
    }

    ManifestFile manifestEntry() {
        ByteString digest = sha256.toByteString();
        return ManifestFile.newBuilder()
                .setName(name)
                .setSize(size)
                .setSha256(digest)
                .setFileType(FileType.forNumber(header.fileType().wireNumber()))
                .build();
    }
}
