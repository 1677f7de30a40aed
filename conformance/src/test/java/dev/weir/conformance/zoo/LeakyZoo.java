package dev.weir.conformance.zoo;

import dev.weir.conformance.adapter.Adapter;
import dev.weir.conformance.run.Zoo;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** All leaky proxies. */
public final class LeakyZoo implements Zoo {
    private static final String[] SPECIES = {
        "M00 is right",
        "M01 forwards unknown fields of rows",
        "M02 minimizes eligibility files only",
        "M03 looks at no sibling",
        "M04 takes a field that comes twice",
        "M05 forwards bytes as they are where they break the wire rule",
        "M06 works without a root key",
        "M07 works with an empty policy",
        "M15 acknowledges before the receiver has",
        "M16 numbers chunks anew on resume",
        "M17 writes rows to the log",
        "M18 puts the value into the status",
        "M19 keeps chunks in files",
        "M20 has one key for all states",
        "M21 hashes without a key",
        "M22 loses leading zeros",
        "M23 makes tokens by order of arrival",
        "M24 changes the policy in the middle of a stream",
        "M25 takes clients without a certificate",
        "M26 reads on without a bound",
        "M27 has no limit on chunks",
        "M30 labels a metric with a value",
        "M31 forwards headers",
        "M32 relays texts of the receiver",
        "M33 does not compare digests",
        "M34 blanks immigration status of some people only",
        "M35 makes birth dates to the first of January",
        "M36 forwards rows of other identifier types",
        "M37 keeps record numbers",
        "M38 drops refused rows and says nothing",
        "M39 forwards the header's free text",
        "M40 declares other counts",
        "M41 signs something else",
        "M42 declares other treatments",
        "M43 sends empty fields",
        "M44 keeps the order of fields",
        "M45 passes what looks like a token",
        "M46 makes tokens of values that say there is none",
        "M47 has one key for all classes",
        "M48 has one key for all epochs",
        "M49 takes files of other states",
        "M50 takes statements and tallies from submitters",
        "M51 takes padded numbers",
        "M52 takes groups",
        "M53 takes bad UTF-8",
        "M54 cuts wide values",
        "M55 tells everybody how far a submission is",
        "M57 takes production data",
        "M59 keeps outer spaces",
        "M60 makes identifiers upper-case",
        "M61 treats an ampersand like any character",
        "M62 keeps the case of Medicare numbers",
        "M63 has one key for all recipients",
        "M64 takes another root key",
        "M65 passes what has one character",
        "M66 passes middle initials",
        "M67 passes ZIP codes",
        "M68 passes the end of the five-year bar",
        "M69 passes free text that is not a notation",
        "M70 passes birth dates that are none",
        "M71 does not know blanked elements",
        "M72 takes an unknown sibling for a harmless one",
        "M73 passes pipes",
        "M74 sends rows in another order",
        "M75 forwards unknown fields around rows",
        "M76 forwards Open as it came",
        "M77 takes fields of another wire type",
        "M78 takes attestations and goes on",
        "M79 does not count at Close",
        "M80 believes any Opened",
        "M81 believes any Closed",
        "M82 takes every certificate for every role",
        "M83 does not look at the receiver's name",
        "M84 does not limit resets",
        "M85 goes on with nothing after a bad policy",
        "M08 takes attestations without a signature",
        "M09 does not look for whom an attestation is",
        "M10 does not look when an attestation is valid",
        "M11 does not look what an attestation is for",
        "M12 takes approvals of anything",
        "M13 releases before the ledger knows",
        "M14 does not flush the ledger",
        "M28 writes receipts before the receiver has everything",
        "M29 closes gaps of the ledger after a crash",
        "M86 releases all that the purpose allows",
        "M87 releases listed classes of everybody",
        "M88 counts no approvals",
        "M89 knows no holds",
        "M90 counts no uses",
        "M91 makes tokens of a release in the usual domain",
        "M92 does not ask who approves",
        "M93 does not look up revocations",
        "M94 releases what not everybody approved",
        "M95 sends rows of others with those of listed people",
        "M96 checks no signatures of tokens",
        "M97 takes claims that it does not know",
        "M98 sends to any recipient",
        "M99 does not look how much is asked",
    };

    @Override
    public Map<String, String> species() {
        Map<String, String> species = new TreeMap<>();
        for (String each : SPECIES) {
            species.put(each.substring(0, 3), each.substring(4));
        }
        return species;
    }

    @Override
    public Adapter adapter(String name, Path directory) {
        return new ZooAdapter(name);
    }
}
