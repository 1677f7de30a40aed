package dev.weir.core.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file of a ledger in the layout of C2SP tlog-tiles: up to 256 hashes of one level, or the entries below them.
 *
 * @param level 0 for leaf hashes, 1 for hashes over whole tiles of level 0 and so on; {@link #ENTRIES} for entries
 * @param index position among the tiles of the level
 * @param width hashes or entries in it, 1 to 256
 */
public record Tile(int level, long index, int width) {
    /** Level of the bundles of entries. */
    public static final int ENTRIES = -1;

    /** Hashes of a whole tile. */
    public static final int FULL = 256;

    private static final int MAX_LEVEL = 7;
    private static final Pattern PATH =
            Pattern.compile("tile/(entries|[0-7])/((?:x[0-9]{3}/){0,4}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    public Tile {
        boolean fits = level >= ENTRIES && level <= MAX_LEVEL && index >= 0 && width >= 1 && width <= FULL;
        if (!fits) {
            throw new IllegalArgumentException("tile: level, index and width are those of a tile");
        }
    }

    /** Returns the path below the ledger, such as {@code tile/0/x001/234.p/7}. */
    public String path() {
        StringBuilder number = new StringBuilder(String.format("%03d", index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            number.insert(0, String.format("x%03d/", rest % 1000));
        }
        String partial = width < FULL ? ".p/" + width : "";
        return "tile/" + (level == ENTRIES ? "entries" : String.valueOf(level)) + "/" + number + partial;
    }

    /** Returns the tile with a path; empty where no tile has it. */
    public static Optional<Tile> ofPath(String path) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int level =
                matcher.group(1).equals("entries") ? ENTRIES : matcher.group(1).charAt(0) - '0';
        long index = digits(matcher.group(2));
        int width = matcher.group(3) == null ? FULL : (int) digits(matcher.group(3));
        if (width > FULL) {
            return Optional.empty();
        }
        Tile tile = new Tile(level, index, width);
        return tile.path().equals(path) ? Optional.of(tile) : Optional.empty();
    }

    private static long digits(String text) {
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            value = c >= '0' && c <= '9' ? value * 10 + c - '0' : value;
        }
        return value;
    }

    /** Returns whether it has all its hashes and never changes. */
    public boolean isFull() {
        return width == FULL;
    }

    /** Returns the same tile with another width. */
    public Tile withWidth(int other) {
        return new Tile(level, index, other);
    }

    /** Returns how many hashes (or entries) a level has in a tree. */
    public static long count(int level, long size) {
        return level <= 0 ? size : size >>> 8 * level;
    }

    /** Returns the tiles of a level of a tree, in order; the last may be partial. */
    public static List<Tile> ofLevel(int level, long size) {
        List<Tile> tiles = new ArrayList<>();
        long count = count(level, size);
        for (long from = 0; from < count; from += FULL) {
            tiles.add(new Tile(level, from / FULL, (int) Math.min(FULL, count - from)));
        }
        return tiles;
    }

    /** Returns the last tile of every level of a tree, and the last bundle, where they are partial. */
    public static List<Tile> partials(long size) {
        List<Tile> tiles = new ArrayList<>();
        for (int level = ENTRIES; level <= MAX_LEVEL; level++) {
            long count = count(level, size);
            if (count % FULL != 0) {
                tiles.add(new Tile(level, count / FULL, (int) (count % FULL)));
            }
        }
        return tiles;
    }
}
