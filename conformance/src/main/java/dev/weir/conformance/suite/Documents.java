package dev.weir.conformance.suite;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads and writes JSON and YAML, and holds documents against their schemas. */
public final class Documents {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(tools.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final ObjectMapper LINE = JsonMapper.builder().build();
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(tools.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Documents() {}

    /** Reads a file by its ending. */
    public static JsonNode read(Path file) throws SuiteException {
        try {
            String text = Files.readString(file);
            return file.toString().endsWith(".json") ? JSON.readTree(text) : YAML.readTree(text);
        } catch (IOException e) {
            throw new SuiteException(List.of(file + ": can be read"));
        } catch (JacksonException e) {
            throw new SuiteException(List.of(file + ": line "
                    + (e.getLocation() == null ? 0 : e.getLocation().getLineNr()) + ": is well formed"));
        }
    }

    /** Reads a line of JSON. */
    public static JsonNode parse(String line) throws SuiteException {
        try {
            return LINE.readTree(line);
        } catch (JacksonException e) {
            throw new SuiteException(List.of("line: is JSON"));
        }
    }

    /** Returns a value as a document. */
    public static JsonNode node(Object value) {
        return LINE.valueToTree(value);
    }

    /** Returns a value as one line of JSON. */
    public static String line(Object value) {
        return LINE.writeValueAsString(value);
    }

    /** Returns a value as JSON for people, with a line feed. */
    public static String pretty(Object value) {
        return JSON.writeValueAsString(value) + "\n";
    }

    /** Returns a value as YAML. */
    public static String yaml(Object value) {
        return YAML.writeValueAsString(value);
    }

    /** Returns what a document breaks of a schema; nothing where it fits. */
    public static List<String> problems(Path schemaFile, JsonNode document, String name) throws SuiteException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Documents.read(schemaFile).toString(), InputFormat.JSON);
        return schema.validate(document.toString(), InputFormat.JSON).stream()
                .map(e -> name + ": " + e.getInstanceLocation() + ": " + e.getMessage())
                .toList();
    }
}
