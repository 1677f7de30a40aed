package dev.weir.loadtest.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Line charts as SVG, small and without outside resources. */
final class Svg {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 220;
    private static final int LEFT = 64;
    private static final int TOP = 26;
    private static final int RIGHT = 12;
    private static final int BOTTOM = 34;
    private static final List<String> COLOURS =
            List.of("#1b5e9b", "#c0392b", "#2e8b57", "#b8860b", "#6a4c93", "#555555");
    private static final int TICKS = 4;

    private Svg() {}

    /** A line of points. */
    record Series(String name, double[] x, double[] y) {}

    /** A vertical line at a place of the axis. */
    record Mark(double x, String text) {}

    /** Returns a chart; one without points says so. */
    static String lines(
            String title, String xName, String yName, List<Series> series, List<Mark> marks, Optional<Double> target) {
        double maxX = Double.MIN_NORMAL;
        double minX = Double.MAX_VALUE;
        double maxY = target.orElse(0.0);
        for (Series line : series) {
            for (int i = 0; i < line.x().length; i++) {
                maxX = Math.max(maxX, line.x()[i]);
                minX = Math.min(minX, line.x()[i]);
                maxY = Math.max(maxY, line.y()[i]);
            }
        }
        if (minX == Double.MAX_VALUE || maxX <= minX) {
            return "<figure><figcaption>" + Html.text(title) + "</figcaption><p>not measured in this run</p></figure>";
        }
        double top = maxY <= 0 ? 1 : maxY * 1.08;
        StringBuilder svg = new StringBuilder();
        svg.append("<figure><figcaption>").append(Html.text(title)).append("</figcaption>");
        svg.append(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
                WIDTH,
                HEIGHT,
                Html.text(title)));
        axes(svg, minX, maxX, top, xName, yName);
        target.ifPresent(value -> horizontal(svg, value, top));
        for (Mark mark : marks) {
            if (mark.x() >= minX && mark.x() <= maxX) {
                vertical(svg, mark, minX, maxX);
            }
        }
        for (int s = 0; s < series.size(); s++) {
            line(svg, series.get(s), COLOURS.get(s % COLOURS.size()), minX, maxX, top);
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%d\" y=\"16\" fill=\"%s\">%s</text>",
                    LEFT + 6 + s * 118,
                    COLOURS.get(s % COLOURS.size()),
                    Html.text(series.get(s).name())));
        }
        return svg.append("</svg></figure>").toString();
    }

    private static double atX(double x, double minX, double maxX) {
        return LEFT + (x - minX) / (maxX - minX) * (WIDTH - LEFT - RIGHT);
    }

    private static double atY(double y, double top) {
        return TOP + (1 - y / top) * (HEIGHT - TOP - BOTTOM);
    }

    private static void axes(StringBuilder svg, double minX, double maxX, double top, String xName, String yName) {
        for (int i = 0; i <= TICKS; i++) {
            double y = top * i / TICKS;
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" class=\"grid\"/>"
                            + "<text x=\"%d\" y=\"%.1f\" class=\"end\">%s</text>",
                    LEFT,
                    atY(y, top),
                    WIDTH - RIGHT,
                    atY(y, top),
                    LEFT - 6,
                    atY(y, top) + 4,
                    number(y)));
            double x = minX + (maxX - minX) * i / TICKS;
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\" class=\"middle\">%s</text>",
                    atX(x, minX, maxX),
                    HEIGHT - 18,
                    number(x)));
        }
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" class=\"middle\">%s</text><text x=\"4\" y=\"16\">%s</text>",
                (LEFT + WIDTH) / 2,
                HEIGHT - 3,
                Html.text(xName),
                Html.text(yName)));
    }

    private static void horizontal(StringBuilder svg, double value, double top) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" class=\"target\"/>",
                LEFT,
                atY(value, top),
                WIDTH - RIGHT,
                atY(value, top)));
    }

    private static void vertical(StringBuilder svg, Mark mark, double minX, double maxX) {
        double x = atX(mark.x(), minX, maxX);
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" class=\"mark\"/>"
                        + "<text x=\"%.1f\" y=\"%d\" class=\"note\">%s</text>",
                x,
                TOP,
                x,
                HEIGHT - BOTTOM,
                x + 3,
                TOP + 10,
                Html.text(mark.text())));
    }

    private static void line(StringBuilder svg, Series line, String colour, double minX, double maxX, double top) {
        svg.append("<polyline fill=\"none\" stroke-width=\"1.6\" stroke=\"")
                .append(colour)
                .append("\" points=\"");
        for (int i = 0; i < line.x().length; i++) {
            svg.append(String.format(
                    Locale.ROOT, "%.1f,%.1f ", atX(line.x()[i], minX, maxX), atY(Math.max(0, line.y()[i]), top)));
        }
        svg.append("\"/>");
    }

    private static String number(double value) {
        if (value >= 1e6) {
            return String.format(Locale.ROOT, "%.1fM", value / 1e6);
        }
        if (value >= 10_000) {
            return String.format(Locale.ROOT, "%.0fk", value / 1e3);
        }
        return value >= 100 || value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }
}
