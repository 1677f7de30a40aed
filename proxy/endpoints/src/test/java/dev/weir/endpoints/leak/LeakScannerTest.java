package dev.weir.endpoints.leak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.Segment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LeakScannerTest {
    private static final String SECRET = "900-55-1234 QUILLINGTON";

    @TempDir
    Path dir;

    static Stream<byte[]> disguises() throws Exception {
        List<byte[]> all = new ArrayList<>();
        byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
        all.add(bytes);
        all.add(ascii(SECRET.toLowerCase(java.util.Locale.ROOT)));
        all.add(ascii(new StringBuilder(SECRET).reverse().toString()));
        all.add(ascii(HexFormat.of().formatHex(bytes)));
        all.add(ascii(HexFormat.of().withUpperCase().formatHex(bytes)));
        for (String before : List.of("", "x", "xy", "xyz")) {
            byte[] longer = (before + SECRET + "!").getBytes(StandardCharsets.UTF_8);
            all.add(Base64.getEncoder().encode(longer));
            all.add(Base64.getUrlEncoder().encode(longer));
        }
        all.add(ascii(URLEncoder.encode(SECRET, StandardCharsets.UTF_8)));
        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            all.add(SECRET.getBytes(charset));
        }
        StringBuilder json = new StringBuilder();
        SECRET.chars().forEach(c -> json.append(String.format("\\u%04x", c)));
        all.add(ascii(json.toString()));
        all.add(ascii("100: { 6: 0x2d35352d303039 7: 57 }".replace("0x2d35352d303039", "0x31" + "2d35352d303039")));
        for (String algorithm : List.of("MD5", "SHA-1", "SHA-256")) {
            byte[] digest = MessageDigest.getInstance(algorithm).digest(bytes);
            all.add(digest);
            all.add(ascii(HexFormat.of().formatHex(digest)));
            all.add(Base64.getEncoder().encode(digest));
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(ascii("some text around " + SECRET + " and behind"));
        }
        all.add(packed.toByteArray());
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("disguises")
    void everyDisguise_isFoundWhereverItStands(byte[] disguised) throws IOException {
        LeakScanner scanner = scanner(SECRET);
        boolean packed = disguised.length > 1 && disguised[0] == 0x1F;
        for (int before : packed ? new int[] {0} : new int[] {0, 1, 7, 1_048_570, 1_048_576, 2_097_151}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(noise(before));
            out.write(disguised);
            out.write(packed ? new byte[0] : noise(100));
            LeakReport report = scanner.scan("here", new ByteArrayInputStream(out.toByteArray()));
            assertTrue(report.leakCount() >= 1, "nothing found behind " + before + " bytes");
            assertEquals(Set.of("the place"), report.found());
            assertFalse(report.leaks().get(0).text().contains("QUILL"));
        }
    }

    @Test
    void nothing_isFoundInNoise() throws IOException {
        LeakReport report = scanner(SECRET, "12345678", "another canary of some length")
                .scan("noise", new ByteArrayInputStream(noise(5_000_000)));
        assertEquals(0, report.leakCount());
        assertEquals(5_000_000, report.bytes());
    }

    @Test
    void valueAcrossTwoBlocks_isFoundOnce() throws IOException {
        String value = "a value across the border of two blocks of the scanner";
        for (int shift = 0; shift < 60; shift += 7) {
            byte[] bytes = noise((1 << 20) + 500);
            System.arraycopy(ascii(value), 0, bytes, (1 << 20) - shift, value.length());
            assertEquals(
                    1,
                    scanner(value).scan("here", new ByteArrayInputStream(bytes)).leakCount(),
                    "shift " + shift);
        }
    }

    @Test
    void shortValues_areCountedAndNotSearchedFor() {
        Canaries canaries = new Canaries();
        assertFalse(canaries.add("p", " short  "));
        assertTrue(canaries.add("p", "longenough"));
        assertEquals(1, canaries.size());
        assertEquals(1, canaries.tooShort());
    }

    /** The oracle itself: a month of canaries lies open in its own files, and every one of them is seen. */
    @Test
    void canaryMonth_isFoundWholeInItsOwnFiles() throws IOException {
        CanaryMonth month = new CanaryMonth(ascii("secret of the run"), "06", 11);
        month.write(dir);
        LeakReport report = new LeakScanner(month.canaries()).scanTree(dir);
        assertEquals(month.canaries().size(), report.found().size());
        for (Segment segment : Catalogue.v4().segments()) {
            for (Element element : segment.elements()) {
                boolean searchable = element.canBeProtected() && (element.width() == 0 || element.width() >= 8);
                assertEquals(
                        searchable && (!segment.header() || element.name().equals("STATE-NOTATION")),
                        report.found().stream().anyMatch(p -> p.startsWith(element.path() + " ")),
                        element.path());
            }
        }
        assertEquals(new HashSet<>(month.canaries().places()), report.found());
    }

    private static LeakScanner scanner(String... values) {
        Canaries canaries = new Canaries();
        for (String value : values) {
            assertTrue(canaries.add("the place", value));
        }
        return new LeakScanner(canaries);
    }

    private static byte[] noise(int size) {
        byte[] noise = new byte[size];
        new Random(size).nextBytes(noise);
        if (size > 0) {
            noise[0] = 'x';
        }
        return noise;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
