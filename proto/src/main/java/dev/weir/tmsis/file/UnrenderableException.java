package dev.weir.tmsis.file;

import dev.weir.tmsis.Element;
import java.io.IOException;

/** A value that the file being written cannot hold. Names element and rule, never the value. */
public final class UnrenderableException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String place;

    UnrenderableException(Element element, String rule) {
        super(element.path() + ": " + rule);
        this.place = element.path();
    }

    /** Returns segment and element. */
    public String place() {
        return place;
    }
}
