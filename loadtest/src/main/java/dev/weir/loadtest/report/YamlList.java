package dev.weir.loadtest.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** A YAML file that holds one list under one name. */
public final class YamlList {
    private YamlList() {}

    /**
     * Reads the list.
     *
     * @throws IOException where the file cannot be read, is not YAML, or has anything else in it
     */
    public static List<?> read(Path file, String name) throws IOException {
        Object yaml;
        try {
            yaml = new Load(LoadSettings.builder().setLabel(name).build()).loadFromString(Files.readString(file));
        } catch (YamlEngineException e) {
            throw new IOException(file + ": is YAML", e);
        }
        if (!(yaml instanceof Map<?, ?> map) || !(map.get(name) instanceof List<?> list) || map.size() != 1) {
            throw new IOException(file + ": has a list " + name + " and nothing else");
        }
        return list;
    }
}
