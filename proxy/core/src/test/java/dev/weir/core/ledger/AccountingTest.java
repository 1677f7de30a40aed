package dev.weir.core.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.core.token.AccountingKey;
import dev.weir.core.token.AccountingTag;
import dev.weir.core.token.TestKeys;
import dev.weir.smp.Sha256;
import dev.weir.tmsis.FieldClass;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who was in a release, and who was not. */
class AccountingTest {
    private static final String SUBMISSION = "0190f3a2-7c11-7b44-9f00-3d5b8a1e2c77";

    @Test
    void tag_isThatOfTheStandard() {
        byte[] id = "123456789".getBytes(StandardCharsets.US_ASCII);
        AccountingTag tag =
                AccountingKey.derive(TestKeys.root(), "CA", SUBMISSION).tag(id, 0, id.length);
        assertEquals(
                "639f81b97ae566acb23ea12ab96bbf97c77abfcd7a0f3195b4c0167533014361",
                HexFormat.of().formatHex(tag.toByteArray()));
        assertEquals("[redacted]", tag.toString());
    }

    @Test
    void mask_hasTheBitsOfTheStandard() {
        assertEquals(1, ReleasedClasses.mask(Set.of(FieldClass.MSIS_ID)));
        assertEquals(1 << 8 | 1 << 13, ReleasedClasses.mask(Set.of(FieldClass.ADDRESS, FieldClass.CLAIM_ID)));
        assertEquals(Set.of(FieldClass.IMMIGRATION), ReleasedClasses.of(1 << 10 | 1 << 31));
    }

    private static AccountingTag tag(int value) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) value;
        return new AccountingTag(bytes);
    }

    /** Leaves with the tags 10, 20, 30 ... in their first byte; 200 is above 127 on purpose. */
    private record Sorted(List<AccountingLeaf> sorted) implements AccountingTree.Leaves {
        static Sorted of(int count) {
            List<AccountingLeaf> leaves = new ArrayList<>();
            for (int i = 1; i <= count; i++) {
                leaves.add(new AccountingLeaf(tag(10 * i), i));
            }
            return new Sorted(leaves);
        }

        @Override
        public long size() {
            return sorted.size();
        }

        @Override
        public AccountingLeaf leaf(long index) {
            return sorted.get((int) index);
        }

        @Override
        public Sha256 hash(int level, long index) {
            List<byte[]> bytes =
                    sorted.stream().map(AccountingLeaf::toByteArray).toList();
            return new PlainTree(bytes).hash(level, index);
        }

        Sha256 root() throws IOException {
            return Merkle.root(size(), this);
        }
    }

    @Test
    void everyTag_isFoundInOrOut_forEverySize() throws IOException {
        for (int size = 0; size <= 21; size++) {
            Sorted leaves = Sorted.of(size);
            AccountingTree tree = new AccountingTree(leaves);
            for (int value = 5; value <= 225; value += 5) {
                AccountingProof proof = tree.find(tag(value));
                boolean in = value % 10 == 0 && value / 10 <= size;
                AccountingProof.Answer expected = in ? AccountingProof.Answer.IN : AccountingProof.Answer.NOT_IN;
                assertEquals(expected, proof.verify(tag(value), size, leaves.root()), value + " in " + size);
                assertEquals(AccountingProof.Answer.NOTHING, proof.verify(tag(value), size, Sha256.ZERO));
                if (in) {
                    assertEquals(value / 10, proof.places().get(0).leaf().mask());
                }
            }
        }
    }

    @Test
    void neighboursThatAreNone_showNothing() throws IOException {
        Sorted leaves = Sorted.of(9);
        AccountingTree tree = new AccountingTree(leaves);
        Sha256 root = leaves.root();
        AccountingProof between = tree.find(tag(45));
        assertEquals(AccountingProof.Answer.NOTHING, between.verify(tag(55), 9, root));
        AccountingProof.Place at3 = tree.find(tag(40)).places().get(0);
        AccountingProof.Place at5 = tree.find(tag(60)).places().get(0);
        assertEquals(AccountingProof.Answer.NOTHING, new AccountingProof(List.of(at3, at5)).verify(tag(50), 9, root));
        assertEquals(AccountingProof.Answer.NOTHING, new AccountingProof(List.of(at3)).verify(tag(45), 9, root));
        assertEquals(AccountingProof.Answer.NOTHING, new AccountingProof(List.of(at5)).verify(tag(5), 9, root));
        assertEquals(AccountingProof.Answer.NOTHING, new AccountingProof(List.of()).verify(tag(5), 9, root));
    }
}
