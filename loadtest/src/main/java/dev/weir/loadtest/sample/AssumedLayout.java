package dev.weir.loadtest.sample;

import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.file.FixedLayout;
import dev.weir.tmsis.file.LayoutRefusedException;
import java.util.ArrayList;
import java.util.List;

/**
 * A layout for the segments whose positions were never published: columns follow each other in the order of the
 * dictionary, with the published width where there is one. An assumption for the sample and for rehearsals, not to be
 * used for a file that goes to a federal system.
 */
public final class AssumedLayout {
    /** Name of the layout file. */
    public static final String FILE = "layout-v4-assumed.csv";

    private static final String NOTICE = """
            # Positions of the segments that the built-in layout does not know, for the synthetic sample and for rehearsals.
            # Nobody has published them. They are an assumption: columns in the order of the dictionary, none left out,
            # no unexplained bytes between them. Do not send a file with this layout to a federal system.
            # Widths are those of the dictionary, but these, which were never published, are assumed too:
            """;

    private AssumedLayout() {}

    /** Returns the lines of the layout file. */
    public static List<String> lines() {
        List<String> lines = new ArrayList<>(NOTICE.lines().toList());
        List<String> columns = new ArrayList<>();
        columns.add("segment,element,name,start,stop,basis");
        for (Segment segment : Catalogue.v4().segments()) {
            if (!FixedLayout.builtIn().knows(segment)) {
                int start = 1;
                for (Element element : segment.elements()) {
                    int width = element.width() == 0 ? assumedWidth(element) : element.width();
                    int stop = start + width - 1;
                    columns.add(String.join(
                            ",",
                            segment.id(),
                            element.number(),
                            element.name(),
                            Integer.toString(start),
                            Integer.toString(stop),
                            "assumed"));
                    start = stop + 1;
                    if (element.width() == 0) {
                        lines.add("#   " + element.path() + ": " + width);
                    }
                }
            }
        }
        lines.addAll(columns);
        return lines;
    }

    /** Returns the built-in layout with the assumed one beside it. */
    public static FixedLayout layout() {
        try {
            return FixedLayout.builtIn().with(FILE, lines());
        } catch (LayoutRefusedException e) {
            throw new IllegalStateException(String.join("; ", e.problems()), e);
        }
    }

    private static int assumedWidth(Element element) {
        String name = element.name();
        if (name.equals("MEMO")) {
            return 500;
        }
        if (name.endsWith("-TEXT")) {
            return 100;
        }
        if (name.endsWith("-OTHER-ID")) {
            return 30;
        }
        // Amounts without a type are handled as text; thirteen digits, a sign and a point.
        if (name.endsWith("-AMT") || name.endsWith("-SUBMITTED")) {
            return 15;
        }
        if (name.endsWith("-CODE") || name.endsWith("-TYPE") || name.endsWith("-PERCENTAGE")) {
            return 5;
        }
        throw new IllegalStateException(element.path() + ": has no width, and none was assumed");
    }
}
