package dev.weir.loadtest.drive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * When an operator's own submission sent how much: points of time and work, both from 0 to 1 and ascending. Read from
 * lines {@code seconds,records}.
 */
public final class Replay {
    /** Evenly. */
    public static final Replay EVEN = new Replay(new double[] {0, 1}, new double[] {0, 1});

    private final double[] time;
    private final double[] work;

    private Replay(double[] time, double[] work) {
        this.time = time;
        this.work = work;
    }

    /** Reads a log. */
    public static Replay read(Path file) throws IOException {
        List<double[]> points = new ArrayList<>();
        double records = 0;
        for (String line : Files.readAllLines(file)) {
            if (line.isBlank() || line.startsWith("#") || line.startsWith("seconds")) {
                continue;
            }
            String[] parts = line.split(",", -1);
            try {
                double second = Double.parseDouble(parts[0].strip());
                records += Double.parseDouble(parts[1].strip());
                if (!points.isEmpty() && second < points.get(points.size() - 1)[0]) {
                    throw new IOException(file + ": the seconds ascend");
                }
                points.add(new double[] {second, records});
            } catch (RuntimeException e) {
                throw new IOException(file + ": has lines of seconds,records", e);
            }
        }
        if (points.size() < 2 || records <= 0) {
            throw new IOException(file + ": has two lines or more, and records");
        }
        double first = points.get(0)[0];
        double span = Math.max(1e-9, points.get(points.size() - 1)[0] - first);
        double[] time = new double[points.size() + 1];
        double[] work = new double[points.size() + 1];
        for (int i = 0; i < points.size(); i++) {
            time[i + 1] = (points.get(i)[0] - first) / span;
            work[i + 1] = points.get(i)[1] / records;
        }
        return new Replay(time, work);
    }

    /** Returns at which share of the time a share of the work is due. */
    double time(double share) {
        for (int i = 1; i < work.length; i++) {
            if (work[i] >= share && work[i] > work[i - 1]) {
                return time[i - 1] + (share - work[i - 1]) / (work[i] - work[i - 1]) * (time[i] - time[i - 1]);
            }
        }
        return 1;
    }
}
