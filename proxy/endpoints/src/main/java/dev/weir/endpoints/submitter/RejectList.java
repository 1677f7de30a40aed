package dev.weir.endpoints.submitter;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The list of rows that did not reach the receiver, for people: {@code file,row,outcome,code,field}. Row numbers count the
 * rows behind the header row from 1; the outcome is malformed, refused or withheld.
 */
final class RejectList {
    private RejectList() {}

    /** Writes the list from the journals of all files. */
    static void write(Path target, List<Journal> journals, List<SourceFile> files) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(target, StandardCharsets.US_ASCII)) {
            out.write("file,row,outcome,code,field\n");
            for (int i = 0; i < files.size(); i++) {
                try (BufferedReader in = Files.newBufferedReader(journals.get(i).path(), StandardCharsets.US_ASCII)) {
                    for (String line = in.readLine(); line != null; line = in.readLine()) {
                        String row = row(line.split(" "));
                        if (!row.isEmpty()) {
                            out.write(files.get(i).name() + "," + row + "\n");
                        }
                    }
                }
            }
        }
    }

    private static String row(String[] parts) {
        return switch (parts[0]) {
            case "M" -> parts[1] + ",malformed," + parts[3] + ",";
            case "R" -> parts[1] + ",refused," + parts[3] + "," + parts[2];
            case "W" -> parts[1] + ",withheld,ROWS,";
            default -> "";
        };
    }
}
