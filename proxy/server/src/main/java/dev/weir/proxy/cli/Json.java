package dev.weir.proxy.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

/** Results as JSON, for programs. */
final class Json {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private Json() {}

    static String of(Object value) {
        return GSON.toJson(value);
    }
}
