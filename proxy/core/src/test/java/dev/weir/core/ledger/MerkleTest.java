package dev.weir.core.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.smp.Sha256;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tree of RFC 6962: its vectors, and parity with a plain implementation. */
class MerkleTest {
    private static List<byte[]> vectors() {
        return Stream.of(
                        "",
                        "00",
                        "10",
                        "2021",
                        "3031",
                        "40414243",
                        "5051525354555657",
                        "606162636465666768696a6b6c6d6e6f")
                .map(HexFormat.of()::parseHex)
                .toList();
    }

    private static List<byte[]> leaves(int count) {
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leaves.add(("leaf " + i).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return leaves;
    }

    @Test
    void roots_areThoseOfTheStandard() throws IOException {
        assertEquals("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Merkle.EMPTY.hex());
        CompactRange range = new CompactRange();
        assertEquals(Merkle.EMPTY, range.root());
        range.append(Merkle.leaf(new byte[0]));
        assertEquals(
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                range.root().hex());
        CompactRange eight = new CompactRange();
        vectors().forEach(leaf -> eight.append(Merkle.leaf(leaf)));
        String root = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328";
        assertEquals(root, eight.root().hex());
        assertEquals(root, Merkle.root(8, new PlainTree(vectors())).hex());
    }

    @Test
    void rootsAndInclusion_agreeWithThePlainTree() throws IOException {
        CompactRange range = new CompactRange();
        for (int size = 1; size <= 70; size++) {
            List<byte[]> leaves = leaves(size);
            PlainTree plain = new PlainTree(leaves);
            range.append(Merkle.leaf(leaves.get(size - 1)));
            Sha256 root = PlainTree.mth(leaves);
            assertEquals(root, range.root());
            assertEquals(root, Merkle.root(size, plain));
            for (int index = 0; index < size; index++) {
                List<Sha256> proof = Merkle.inclusion(index, size, plain);
                assertEquals(PlainTree.path(index, leaves), proof);
                Sha256 leaf = Merkle.leaf(leaves.get(index));
                assertTrue(Merkle.includes(leaf, index, size, proof, root));
                assertFalse(Merkle.includes(leaf, index + 1, size, proof, root) && index + 1 < size);
                assertFalse(Merkle.includes(Merkle.EMPTY, index, size, proof, root));
            }
        }
    }

    @Test
    void consistency_agreesWithThePlainTree_andHoldsForNothingElse() throws IOException {
        List<byte[]> leaves = leaves(40);
        for (int size = 1; size <= 40; size++) {
            Sha256 root = PlainTree.mth(leaves.subList(0, size));
            for (int old = 0; old <= size; old++) {
                Sha256 oldRoot = PlainTree.mth(leaves.subList(0, old));
                List<Sha256> proof = Merkle.consistency(old, size, new PlainTree(leaves));
                if (old > 0) {
                    assertEquals(PlainTree.subproof(old, leaves.subList(0, size), true), proof);
                }
                assertTrue(Merkle.isConsistent(old, oldRoot, size, root, proof), old + " of " + size);
                assertFalse(Merkle.isConsistent(old, Sha256.ZERO, size, root, proof), old + " of " + size);
                if (old > 0 && old < size) {
                    assertFalse(Merkle.isConsistent(old, oldRoot, size, Sha256.ZERO, proof));
                }
                if (!proof.isEmpty()) {
                    assertFalse(Merkle.isConsistent(old, oldRoot, size, root, proof.subList(1, proof.size())));
                    List<Sha256> longer = new ArrayList<>(proof);
                    longer.add(Sha256.ZERO);
                    assertFalse(Merkle.isConsistent(old, oldRoot, size, root, longer));
                }
            }
        }
    }

    @Test
    void proofs_withOneHashChanged_doNotHold() throws IOException {
        Random random = new Random(6962);
        for (int round = 0; round < 300; round++) {
            int size = 2 + random.nextInt(60);
            List<byte[]> leaves = leaves(size);
            int index = random.nextInt(size);
            List<Sha256> proof = new ArrayList<>(Merkle.inclusion(index, size, new PlainTree(leaves)));
            proof.set(random.nextInt(proof.size()), Sha256.ZERO);
            assertFalse(Merkle.includes(Merkle.leaf(leaves.get(index)), index, size, proof, PlainTree.mth(leaves)));
        }
    }

    @Test
    void tiles_haveThePathsOfTheStandard() {
        assertEquals("tile/0/x001/x234/067", new Tile(0, 1_234_067, 256).path());
        assertEquals("tile/entries/000.p/5", new Tile(Tile.ENTRIES, 0, 5).path());
        for (String path : List.of("tile/0/x001/x234/067", "tile/3/999.p/255", "tile/entries/x001/000")) {
            assertEquals(Optional.of(path), Tile.ofPath(path).map(Tile::path));
        }
        for (String path : List.of(
                "tile/0/x000/001",
                "tile/0/1",
                "tile/8/000",
                "tile/0/000.p/256",
                "tile/0/000.p/05",
                "checkpoint",
                "tile/entries/../000")) {
            assertEquals(Optional.empty(), Tile.ofPath(path), path);
        }
    }

    @Test
    void tiles_ofSeventyThousand_areThoseOfTheStandard() {
        List<Tile> level0 = Tile.ofLevel(0, 70_000);
        assertEquals(274, level0.size());
        assertEquals(112, level0.get(273).width());
        assertEquals(List.of(new Tile(1, 0, 256), new Tile(1, 1, 17)), Tile.ofLevel(1, 70_000));
        assertEquals(List.of(new Tile(2, 0, 1)), Tile.ofLevel(2, 70_000));
        assertEquals(
                List.of(new Tile(Tile.ENTRIES, 273, 112), new Tile(0, 273, 112), new Tile(1, 1, 17), new Tile(2, 0, 1)),
                Tile.partials(70_000));
        assertEquals(List.of(new Tile(1, 0, 1)), Tile.partials(256));
    }

    @Test
    void tileHashes_giveEverySubtree() throws IOException {
        List<byte[]> leaves = leaves(600);
        PlainTree plain = new PlainTree(leaves);
        TileHashes tiles = new TileHashes((level, index) -> plain.hash(8 * level, index));
        assertEquals(PlainTree.mth(leaves), Merkle.root(600, tiles));
        assertEquals(plain.hash(3, 7), tiles.hash(3, 7));
        assertEquals(plain.hash(9, 0), tiles.hash(9, 0));
    }

    @Test
    void bundles_areReadBack_andDamagedLengthsAreRefused() throws LedgerFormatException {
        List<byte[]> entries = leaves(5);
        byte[] bytes = Bundle.encode(entries);
        List<byte[]> back = Bundle.decode("bundle", bytes);
        assertEquals(5, back.size());
        assertEquals("leaf 4", new String(back.get(4), java.nio.charset.StandardCharsets.UTF_8));
        byte[] cut = java.util.Arrays.copyOf(bytes, bytes.length - 1);
        LedgerFormatException e = org.junit.jupiter.api.Assertions.assertThrows(
                LedgerFormatException.class, () -> Bundle.decode("bundle", cut));
        assertEquals("bundle: entry 4 of the bundle has the length it says", e.getMessage());
    }
}
