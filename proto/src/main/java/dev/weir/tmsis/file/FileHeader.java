package dev.weir.tmsis.file;

import com.google.protobuf.ByteString;
import dev.weir.tmsis.FileType;

/**
 * What the header row of a file says, checked against the file and the dictionary.
 *
 * @param fileType type of the file
 * @param dictionaryVersion DATA-DICTIONARY-VERSION as it stands
 * @param encoding encoding of the file, which the header row names too
 * @param state ANSI code of the submitting state, two digits
 * @param period reporting month, YYYY-MM
 * @param test whether FILE-STATUS-INDICATOR says T
 * @param rows TOT-REC-CNT
 * @param record the header row as a record in wire form
 */
public record FileHeader(
        FileType fileType,
        String dictionaryVersion,
        Encoding encoding,
        String state,
        String period,
        boolean test,
        long rows,
        ByteString record) {}
