package dev.weir.proxy.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * The file operations of the ledger, and no others, so that a test can let each of them fail. Paths are relative, with
 * slashes. Nothing is durable before it is forced. A file is written by one thread at a time.
 */
public interface Disk {
    /** Takes the folder for one writer; closing gives it back. */
    Closeable lock() throws IOException, LedgerException;

    /** Returns whether a file exists. */
    boolean exists(String path);

    /** Returns the bytes of a file. */
    long size(String path) throws IOException;

    /** Returns a whole file. */
    byte[] read(String path) throws IOException;

    /** Returns a part of a file, all of which exists. */
    byte[] read(String path, long offset, int length) throws IOException;

    /** Returns the paths of all files below a directory, sorted; none where it does not exist. */
    List<String> list(String directory) throws IOException;

    /** Writes a file from its beginning to its end, and makes its directories. */
    void write(String path, byte[] content) throws IOException;

    /** Writes at a place of a file; makes it where it does not exist. */
    void append(String path, long offset, byte[] content) throws IOException;

    /** Cuts a file. */
    void truncate(String path, long length) throws IOException;

    /** Makes the content of a file durable. */
    void force(String path) throws IOException;

    /** Makes the name of a file durable, with those of its directories. */
    void forceName(String path) throws IOException;

    /** Gives a file another name, in place of what has it. */
    void move(String from, String to) throws IOException;

    /** Removes a file, if it exists. */
    void delete(String path) throws IOException;

    /** Returns how many bytes can still be written; the most there can be where nobody knows. */
    long free();

    /** Puts a file in place whole, or not at all, and makes it durable. */
    default void replace(String path, byte[] content) throws IOException {
        String partial = path + ".partial";
        write(partial, content);
        force(partial);
        move(partial, path);
        forceName(path);
    }
}
