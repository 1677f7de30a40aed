package dev.weir.proxy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.net.TlsFiles;
import dev.weir.endpoints.receiver.Receiver;
import dev.weir.endpoints.receiver.ReceiverEvents;
import dev.weir.proxy.app.ProxyServer;
import dev.weir.proxy.testing.Rig;
import dev.weir.proxy.testing.SampleMonth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands promise to programs: JSON with named members, and the same figures everywhere. */
class JsonOutputTest {
    @TempDir
    Path dir;

    private static JsonElement json(Ran ran) {
        return JsonParser.parseString(ran.ended(Exit.OK).out());
    }

    @Test
    void quickstart_findsNoLeak_andAddsUp() {
        Path out = dir.resolve("out");
        JsonObject result = json(Ran.weir(
                        "quickstart",
                        "--json",
                        "--sample",
                        SampleMonth.DIR.resolve("psv").toString(),
                        "--policy",
                        CliFiles.POLICY.toString(),
                        "--out",
                        out.toString()))
                .getAsJsonObject();
        assertEquals(0, result.get("leaks").getAsLong());
        assertEquals(0, result.get("token_conflicts").getAsLong());
        assertTrue(result.get("canaries").getAsLong() > 100);
        assertTrue(result.get("columns_audited").getAsLong() > 10_000);
        assertTrue(result.get("records_sent").getAsLong() > 4_000);
        assertEquals(
                result.get("records_sent").getAsLong(),
                result.get("records_received").getAsLong()
                        + result.get("refused").getAsLong()
                        + result.get("withheld").getAsLong());
        assertEquals(9, result.getAsJsonObject("rows_by_file").size());
        assertEquals(out.resolve("feed").toString(), result.get("feed").getAsString());
        assertTrue(Files.exists(out.resolve("feed/ELIGIBLE.psv")));
    }

    @Test
    void keys_areShownWithoutAnythingSecret() throws Exception {
        Path keys = dir.resolve("keys");
        Ran.weir("keys", "create", "--keys", keys.toString(), "--state", "CA").ended(Exit.OK, "CA");
        Ran.weir("keys", "create", "--keys", keys.toString(), "--state", "CA").ended(Exit.REFUSED, "has keys already");
        JsonObject shown = json(Ran.weir("keys", "show", "--json", "--keys", keys.toString()))
                .getAsJsonObject();
        assertEquals(
                Set.of("state", "created", "probe", "epochs", "signing_keys", "key_encryption_key", "public_keys"),
                shown.keySet());
        Ran.weir("keys", "rotate", "--epoch", "--signing", "--before-ledger", "--keys", keys.toString())
                .ended(Exit.OK, "token epoch B", "statement-keys.pem");
        JsonObject rotated = json(Ran.weir("keys", "show", "--json", "--keys", keys.toString()))
                .getAsJsonObject();
        assertEquals(2, rotated.getAsJsonArray("epochs").size());
        assertEquals(2, rotated.getAsJsonArray("signing_keys").size());
        assertEquals(shown.get("probe"), rotated.get("probe"));
        Files.writeString(keys.resolve("keys.json"), "nothing of the kind");
        Ran.weir("keys", "show", "--keys", keys.toString()).ended(Exit.REFUSED, keys + ": holds keys");
        Ran.weir(CliFiles.minimize(keys, dir.resolve("out"), List.of(Path.of(CliFiles.ELIGIBLE))))
                .ended(Exit.REFUSED, keys + ": holds the keys");
    }

    @Test
    void explainAndCheck_agreeOnEveryPolicy() throws Exception {
        String explained =
                Ran.weir("explain", CliFiles.POLICY.toString()).ended(Exit.OK).out();
        assertEquals(Files.readString(CliFiles.POLICY.resolve("explain.txt")), explained);
        JsonObject checked =
                json(Ran.weir("check", "--json", Rig.STATE_CONFIGS.toString())).getAsJsonObject();
        assertEquals(56, checked.getAsJsonArray("checked").size());
        assertEquals(0, checked.getAsJsonArray("problems").size());
    }

    @Test
    void submissionOverTheCommandLine_isListedAndRendered() throws Exception {
        try (Rig rig = new Rig(dir)) {
            Receiver receiver = rig.receiver(0, true, ReceiverEvents.NONE);
            ProxyServer proxy = rig.proxy(rig.config(receiver.address().getPort()));
            List<String> command = submit(rig, proxy.address().getPort());
            JsonObject first = json(Ran.weir(command)).getAsJsonObject();
            assertEquals(
                    Set.of(
                            "submission_id",
                            "already_complete",
                            "files",
                            "records_sent",
                            "records_received",
                            "refused",
                            "withheld",
                            "malformed",
                            "rejects"),
                    first.keySet());
            assertFalse(first.get("already_complete").getAsBoolean());
            JsonObject again = json(Ran.weir(command)).getAsJsonObject();
            assertTrue(again.get("already_complete").getAsBoolean());
            for (String member : List.of(
                    "submission_id", "files", "records_sent", "records_received", "refused", "withheld", "rejects")) {
                assertEquals(first.get(member), again.get(member), member);
            }
            JsonObject listed = json(Ran.weir(
                            "receive", "list", "--json", "--store", rig.store().toString()))
                    .getAsJsonArray()
                    .get(0)
                    .getAsJsonObject();
            assertEquals(Set.of("state", "submission_id", "complete", "rows", "files"), listed.keySet());
            assertEquals(first.get("submission_id"), listed.get("submission_id"));
            assertEquals(first.get("records_received"), listed.get("rows"));
            assertTrue(listed.get("complete").getAsBoolean());
            rendered(rig, first.get("submission_id").getAsString());
        }
    }

    private static List<String> submit(Rig rig, int port) throws Exception {
        TlsFiles tls = rig.authority().files(Role.SUBMITTER);
        List<String> command = new ArrayList<>(List.of("submit", "--json", "--state", "CA", "--retry-for", "0"));
        command.addAll(List.of("--to", "127.0.0.1:" + port, "--server-name", "localhost"));
        command.addAll(List.of("--journal", rig.dir().resolve("journal").toString()));
        command.addAll(List.of("--certificates", tls.certificates().toString()));
        command.addAll(
                List.of("--key", tls.key().toString(), "--trust", tls.trust().toString()));
        SampleMonth.files("psv").forEach(f -> command.add(f.toString()));
        return command;
    }

    private void rendered(Rig rig, String submission) {
        List<String> command = List.of(
                "receive",
                "render",
                "--json",
                "--state",
                "CA",
                "--store",
                rig.store().toString(),
                "--submission",
                submission,
                "--out",
                dir.resolve("feed").toString());
        var files = json(Ran.weir(command)).getAsJsonArray();
        assertEquals(9, files.size());
        for (var file : files) {
            assertEquals(
                    Set.of("file", "rows", "tokens_left_blank"),
                    file.getAsJsonObject().keySet());
            Ran.weir("check", file.getAsJsonObject().get("file").getAsString()).ended(Exit.OK, "file in order");
        }
    }
}
