package dev.weir.core.ledger;

import dev.weir.core.json.CanonicalJson;
import dev.weir.core.json.Json;
import dev.weir.core.json.JsonException;
import dev.weir.core.json.JsonReader;
import dev.weir.core.json.PlainJson;
import dev.weir.smp.Sha256;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * An entry of the ledger: canonical JSON, stored as it stands, at most 16 KiB, one version, one reading. Immutable.
 */
public final class LedgerEntry {
    /** Most bytes of an entry. */
    public static final int MAX_BYTES = 16 << 10;

    private static final Pattern TIME =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z");
    private static final Pattern STATE = Pattern.compile("[A-Z]{2}");
    private static final Pattern ROLE = Pattern.compile("[A-Z_]{1,32}");
    private static final Set<String> COMMON =
            Set.of("v", "type", "time", "seq", "state", "role", "software", "policy_sha256", "trust_sha256");

    private final byte[] leaf;
    private final EntryType type;
    private final Json.Members members;

    private LedgerEntry(byte[] leaf, EntryType type, Json.Members members) {
        this.leaf = leaf;
        this.type = type;
        this.members = members;
    }

    /**
     * Makes an entry.
     *
     * @throws LedgerFormatException where a required member is missing, a common one is given twice, or it is too large
     */
    public static LedgerEntry of(EntryStamp stamp, EntryDraft draft) throws LedgerFormatException {
        String place = "entry " + draft.type();
        for (String name : draft.members().keySet()) {
            if (COMMON.contains(name)) {
                throw new LedgerFormatException(place, "common members are set by the ledger");
            }
        }
        Map<String, Object> all = new TreeMap<>(draft.members());
        all.put("v", 1);
        all.put("type", draft.type().name());
        all.put("time", stamp.time());
        all.put("seq", stamp.seq());
        all.put("state", stamp.state());
        all.put("role", draft.role());
        all.put("software", stamp.software());
        draft.policy().ifPresent(digest -> all.put("policy_sha256", digest.hex()));
        draft.trust().ifPresent(digest -> all.put("trust_sha256", digest.hex()));
        byte[] leaf;
        try {
            leaf = CanonicalJson.write(all);
        } catch (IllegalArgumentException e) {
            throw new LedgerFormatException(place, "its members are strings, whole numbers, booleans, lists and maps");
        }
        return checked(place, leaf);
    }

    /**
     * Reads an entry.
     *
     * @param place what is read, for the message
     * @throws LedgerFormatException where the bytes are not an entry in its one form
     */
    public static LedgerEntry read(String place, byte[] leaf) throws LedgerFormatException {
        LedgerEntry entry = checked(place, leaf);
        requireCanonical(place, entry.members(), leaf);
        return entry;
    }

    /** Reads an entry that was written here, or whose form is looked at besides. */
    private static LedgerEntry checked(String place, byte[] leaf) throws LedgerFormatException {
        if (leaf.length > MAX_BYTES) {
            throw new LedgerFormatException(place, "has at most " + MAX_BYTES + " bytes");
        }
        Json.Members members;
        try {
            members = JsonReader.readObject(leaf);
        } catch (JsonException e) {
            throw new LedgerFormatException(place, "is JSON as an entry has it");
        }
        Optional<EntryType> type = members.text("type").flatMap(EntryType::ofName);
        if (type.isEmpty() || !members.whole("v").equals(Optional.of(1L))) {
            throw new LedgerFormatException(place, "has version 1 and a known type");
        }
        boolean common = members.text("time")
                        .filter(t -> TIME.matcher(t).matches())
                        .isPresent()
                && members.whole("seq").filter(seq -> seq >= 0).isPresent()
                && members.text("state").filter(s -> STATE.matcher(s).matches()).isPresent()
                && members.text("role").filter(r -> ROLE.matcher(r).matches()).isPresent()
                && members.text("software").isPresent()
                && digestOrNone(members, "policy_sha256")
                && digestOrNone(members, "trust_sha256");
        if (!common) {
            throw new LedgerFormatException(place, "has the common members in their form");
        }
        for (String name : type.get().required()) {
            if (members.get(name).isEmpty()) {
                throw new LedgerFormatException(place, "has the member " + name);
            }
        }
        return new LedgerEntry(leaf.clone(), type.get(), members);
    }

    private static boolean digestOrNone(Json.Members members, String name) {
        return members.get(name).isEmpty()
                || members.text(name).flatMap(Sha256::fromHex).isPresent();
    }

    /** Checks that JSON was written in the one form that it has. */
    static void requireCanonical(String place, Json.Members members, byte[] json) throws LedgerFormatException {
        boolean canonical;
        try {
            canonical = Arrays.equals(CanonicalJson.write(PlainJson.map(members)), json);
        } catch (IllegalArgumentException e) {
            canonical = false;
        }
        if (!canonical) {
            throw new LedgerFormatException(place, "is canonical JSON");
        }
    }

    /** Returns the bytes that are in the tree. */
    public byte[] leaf() {
        return leaf.clone();
    }

    /** Returns the leaf's hash. */
    public Sha256 hash() {
        return Merkle.leaf(leaf);
    }

    /** Returns what it records. */
    public EntryType type() {
        return type;
    }

    /** Returns its number in the ledger. */
    public long seq() {
        return members.whole("seq").orElseThrow();
    }

    /** Returns its time; sorts as text. */
    public String time() {
        return members.text("time").orElseThrow();
    }

    /** Returns all members. */
    public Json.Members members() {
        return members;
    }

    /** Returns a member that is a string; empty where it is missing or something else. */
    public String text(String name) {
        return members.text(name).orElse("");
    }

    /** Returns a member that is a whole number; 0 where it is missing or something else. */
    public long whole(String name) {
        return members.whole(name).orElse(0L);
    }

    /** Returns a member that is a digest; empty where it is missing or something else. */
    public Optional<Sha256> digest(String name) {
        return members.text(name).flatMap(Sha256::fromHex);
    }
}
