package dev.weir.endpoints.submitter;

import com.google.protobuf.ByteString;
import dev.weir.smp.Sha256;
import dev.weir.smp.annotations.v1.FileType;
import dev.weir.smp.v1.ManifestFile;
import dev.weir.tmsis.file.FileHeader;
import java.nio.file.Path;

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
 */
public record SourceFile(
        Path path, String name, FileHeader header, long rows, long malformed, long size, Sha256 sha256) {
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
