package dev.weir.loadtest.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Charts as SVG, small and without outside resources. */
final class Svg {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 240;
    private static final int LEFT = 64;
    private static final int TOP = 34;
    private static final int RIGHT = 14;
    private static final int BOTTOM = 38;
    private static final int LETTER = 7;
    private static final List<String> COLOURS =
            List.of("#1b5e9b", "#c0392b", "#2e8b57", "#b8860b", "#6a4c93", "#444444", "#0a8f8f", "#d1568a", "#7a5230");
    private static final int TICKS = 6;
    private static final double LEAST_OF_LOG = 0.01;

    private Svg() {}

    /** How values lie on the upright axis. */
    enum Scale {
        LINEAR,
        LOG
    }

    /** A line of points. */
    record Series(String name, double[] x, double[] y) {}

    /** A vertical line at a place of the axis. */
    record Mark(double x, String text) {}

    /**
     * A chart of lines.
     *
     * @param note what it says in words, below the title
     * @param target a level to be held against
     */
    record Chart(
            String title,
            String note,
            String xName,
            String yName,
            Scale scale,
            List<Series> series,
            List<Mark> marks,
            Optional<Double> target) {
        Chart(String title, String xName, String yName, List<Series> series, List<Mark> marks) {
            this(title, "", xName, yName, Scale.LINEAR, series, marks, Optional.empty());
        }

        Chart noted(String words) {
            return new Chart(title, words, xName, yName, scale, series, marks, target);
        }

        Chart on(Scale other) {
            return new Chart(title, note, xName, yName, other, series, marks, target);
        }

        Chart heldAgainst(double level) {
            return new Chart(title, note, xName, yName, scale, series, marks, Optional.of(level));
        }
    }

    /** The part of the plane that is shown. */
    private record Frame(double minX, double maxX, double minY, double maxY, Scale scale) {
        static Optional<Frame> of(Chart chart) {
            double minX = Double.MAX_VALUE;
            double maxX = -Double.MAX_VALUE;
            double maxY = chart.target().orElse(0.0);
            double minY = Double.MAX_VALUE;
            for (Series line : chart.series()) {
                for (int i = 0; i < line.x().length; i++) {
                    if (chart.scale() == Scale.LOG && line.y()[i] <= 0) {
                        continue;
                    }
                    minX = Math.min(minX, line.x()[i]);
                    maxX = Math.max(maxX, line.x()[i]);
                    maxY = Math.max(maxY, line.y()[i]);
                    minY = line.y()[i] > 0 ? Math.min(minY, line.y()[i]) : minY;
                }
            }
            if (maxX <= minX) {
                return Optional.empty();
            }
            minX = minX > 0 && minX < maxX / 4 ? 0 : minX;
            if (chart.scale() == Scale.LINEAR || minY == Double.MAX_VALUE) {
                double step = step(maxY <= 0 ? 1 : maxY);
                return Optional.of(
                        new Frame(minX, maxX, 0, Math.ceil((maxY <= 0 ? 1 : maxY) / step) * step, Scale.LINEAR));
            }
            double low = Math.floor(Math.log10(Math.max(LEAST_OF_LOG, minY)));
            return Optional.of(new Frame(minX, maxX, low, Math.max(low + 1, Math.ceil(Math.log10(maxY))), Scale.LOG));
        }

        double x(double value) {
            return LEFT + (value - minX) / (maxX - minX) * (WIDTH - LEFT - RIGHT);
        }

        double y(double value) {
            double at = scale == Scale.LOG ? Math.log10(Math.max(value, Math.pow(10, minY))) : value;
            return TOP + (1 - (at - minY) / (maxY - minY)) * (HEIGHT - TOP - BOTTOM);
        }

        List<Double> ticksOfY() {
            List<Double> ticks = new ArrayList<>();
            double step = scale == Scale.LOG ? 1 : step(maxY);
            for (double at = minY; at <= maxY + step / 100; at += step) {
                ticks.add(scale == Scale.LOG ? Math.pow(10, at) : at);
            }
            return ticks;
        }

        List<Double> ticksOfX() {
            List<Double> ticks = new ArrayList<>();
            double step = step(maxX - minX);
            for (double at = Math.ceil(minX / step) * step; at <= maxX + step / 100; at += step) {
                ticks.add(at);
            }
            return ticks;
        }
    }

    /** Returns the distance of ticks: one, two or five of some power of ten. */
    private static double step(double range) {
        double rough = range / TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double times = rough / power;
        return power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
    }

    /** Returns a chart; one without points says so. */
    static String lines(Chart chart) {
        Optional<Frame> found = Frame.of(chart);
        if (found.isEmpty()) {
            return missing(chart.title());
        }
        Frame frame = found.get();
        StringBuilder svg = begin(chart.title(), chart.note());
        axes(svg, frame, chart);
        chart.target()
                .ifPresent(value -> add(
                        svg,
                        "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" class=\"target\"/>",
                        LEFT,
                        frame.y(value),
                        WIDTH - RIGHT,
                        frame.y(value)));
        List<Mark> marks = chart.marks().stream()
                .filter(mark -> mark.x() >= frame.minX() && mark.x() <= frame.maxX())
                .toList();
        for (int i = 0; i < marks.size(); i++) {
            mark(svg, marks.get(i), frame.x(marks.get(i).x()), TOP + 10 + i % 3 * 11);
        }
        int legend = LEFT + 4;
        for (int s = 0; s < chart.series().size(); s++) {
            Series series = chart.series().get(s);
            String colour = COLOURS.get(s % COLOURS.size());
            if (series.name().isEmpty()) {
                // It is there for what it spans.
                continue;
            }
            line(svg, series, colour, frame);
            add(svg, "<rect x=\"%d\" y=\"11\" width=\"10\" height=\"3\" fill=\"%s\"/>", legend, colour);
            add(svg, "<text x=\"%d\" y=\"16\" fill=\"%s\">%s</text>", legend + 14, colour, Html.text(series.name()));
            legend += 30 + LETTER * series.name().length();
        }
        return svg.append("</svg></figure>").toString();
    }

    /**
     * Returns a heat map.
     *
     * @param counts by column, from the left, and row, from the bottom
     * @param rowNames names of the lower ends of the rows
     */
    static String heat(String title, String note, double lastX, String xName, int[][] counts, List<String> rowNames) {
        int most = 0;
        for (int[] column : counts) {
            for (int count : column) {
                most = Math.max(most, count);
            }
        }
        if (most == 0 || counts.length < 2) {
            return missing(title);
        }
        StringBuilder svg = begin(title, note);
        double wide = (WIDTH - LEFT - RIGHT) / (double) counts.length;
        double high = (HEIGHT - TOP - BOTTOM) / (double) rowNames.size();
        for (int x = 0; x < counts.length; x++) {
            for (int y = 0; y < counts[x].length; y++) {
                if (counts[x][y] > 0) {
                    add(
                            svg,
                            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.2f\" height=\"%.1f\" fill=\"#1b5e9b\""
                                    + " fill-opacity=\"%.2f\"/>",
                            LEFT + x * wide,
                            HEIGHT - BOTTOM - (y + 1) * high,
                            wide + 0.3,
                            high,
                            0.15 + 0.85 * counts[x][y] / most);
                }
            }
        }
        for (int y = 0; y < rowNames.size(); y++) {
            double at = HEIGHT - BOTTOM - y * high;
            add(svg, "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" class=\"grid\"/>", LEFT, at, WIDTH - RIGHT, at);
            add(svg, "<text x=\"%d\" y=\"%.1f\" class=\"end\">%s</text>", LEFT - 6, at + 4, rowNames.get(y));
        }
        add(svg, "<text x=\"%d\" y=\"%d\" class=\"middle\">0</text>", LEFT, HEIGHT - 22);
        add(svg, "<text x=\"%d\" y=\"%d\" class=\"end\">%s</text>", WIDTH - RIGHT, HEIGHT - 22, number(lastX));
        add(svg, "<text x=\"%d\" y=\"%d\" class=\"middle\">%s</text>", (LEFT + WIDTH) / 2, HEIGHT - 5, xName);
        return svg.append("</svg></figure>").toString();
    }

    private static String missing(String title) {
        return "<figure class=\"none\"><figcaption>" + Html.text(title)
                + "</figcaption><p>not measured in this run</p></figure>";
    }

    private static StringBuilder begin(String title, String note) {
        StringBuilder svg = new StringBuilder("<figure><figcaption>").append(Html.text(title));
        if (!note.isEmpty()) {
            svg.append("<span>").append(Html.text(note)).append("</span>");
        }
        svg.append("</figcaption>");
        add(svg, "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">", WIDTH, HEIGHT, Html.text(title));
        return svg;
    }

    private static void axes(StringBuilder svg, Frame frame, Chart chart) {
        for (double tick : frame.ticksOfY()) {
            double y = frame.y(tick);
            add(svg, "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" class=\"grid\"/>", LEFT, y, WIDTH - RIGHT, y);
            add(svg, "<text x=\"%d\" y=\"%.1f\" class=\"end\">%s</text>", LEFT - 6, y + 4, number(tick));
        }
        for (double tick : frame.ticksOfX()) {
            add(svg, "<text x=\"%.1f\" y=\"%d\" class=\"middle\">%s</text>", frame.x(tick), HEIGHT - 22, number(tick));
        }
        add(
                svg,
                "<text x=\"%d\" y=\"%d\" class=\"middle\">%s</text><text x=\"4\" y=\"16\">%s</text>",
                (LEFT + WIDTH) / 2,
                HEIGHT - 5,
                Html.text(chart.xName()),
                Html.text(chart.yName()));
    }

    private static void mark(StringBuilder svg, Mark mark, double x, int textY) {
        add(svg, "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" class=\"mark\"/>", x, TOP, x, HEIGHT - BOTTOM);
        boolean atTheEnd = x + LETTER * mark.text().length() > WIDTH;
        add(
                svg,
                "<text x=\"%.1f\" y=\"%d\" class=\"note%s\">%s</text>",
                atTheEnd ? x - 3 : x + 3,
                textY,
                atTheEnd ? " end" : "",
                Html.text(mark.text()));
    }

    private static void line(StringBuilder svg, Series line, String colour, Frame frame) {
        svg.append("<polyline fill=\"none\" stroke-width=\"1.6\" stroke=\"")
                .append(colour)
                .append("\" points=\"");
        for (int i = 0; i < line.x().length; i++) {
            if (frame.scale() == Scale.LOG && line.y()[i] <= 0) {
                continue;
            }
            add(svg, "%.1f,%.1f ", frame.x(line.x()[i]), frame.y(Math.max(0, line.y()[i])));
        }
        svg.append("\"/>");
    }

    private static void add(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }

    /** Returns a number as a table has it. */
    static String plain(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%,.3f", value);
    }

    /** Returns a number short. */
    static String number(double value) {
        if (value >= 1e6) {
            return trimmed(value / 1e6) + "M";
        }
        if (value >= 10_000) {
            return trimmed(value / 1e3) + "k";
        }
        return trimmed(value);
    }

    private static String trimmed(double value) {
        double rounded = Math.rint(value * 100) / 100 + 0.0;
        return rounded == Math.rint(rounded)
                ? String.format(Locale.ROOT, "%.0f", rounded)
                : String.format(Locale.ROOT, "%s", rounded);
    }
}
