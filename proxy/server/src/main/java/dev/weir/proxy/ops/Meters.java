package dev.weir.proxy.ops;

import dev.weir.smp.Refusal;
import dev.weir.smp.v1.ClassCount;
import dev.weir.smp.v1.Tally;
import dev.weir.tmsis.FieldClass;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The meters of a process. Labels are codes of the contract, so their number is bounded. Safe for any thread. */
public final class Meters implements Closeable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Map<FieldClass, Counter> classRows = new EnumMap<>(FieldClass.class);
    private final Map<FieldClass, Counter> classChanged = new EnumMap<>(FieldClass.class);
    private final Counter rowsIn = rows("in");
    private final Counter rowsRefused = rows("refused");
    private final Counter rowsWithheld = rows("withheld");
    private final Counter droppedFields = counter("weir.fields.dropped", "Unknown fields that were dropped");
    private final Counter irregularSsns = counter("weir.ssns.irregular", "SSNs that are not nine digits");
    private final Counter tokenShaped = counter("weir.values.token.shaped", "Values that already looked like a token");
    private final Counter bytesIn = bytes("in");
    private final Counter bytesOut = bytes("out");
    private final Timer minimizing = Timer.builder("weir.minimize")
            .description("Time to minimize a chunk")
            .publishPercentileHistogram()
            .register(registry);

    /** Creates the meters, with those of the Java runtime. */
    public Meters() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        collections.bindTo(registry);
        for (FieldClass fieldClass : FieldClass.values()) {
            if (fieldClass != FieldClass.CORE) {
                classRows.put(
                        fieldClass, classCounter("weir.class.rows", "Rows in which a class had a value", fieldClass));
                classChanged.put(
                        fieldClass,
                        classCounter("weir.class.changed", "Rows in which a class was changed or blanked", fieldClass));
            }
        }
    }

    /** Adds what is free and what there is on the disk of a folder. */
    public void disk(Path folder) {
        new DiskSpaceMetrics(folder.toFile()).bindTo(registry);
    }

    private Counter classCounter(String name, String description, FieldClass fieldClass) {
        return Counter.builder(name)
                .description(description)
                .tag("class", fieldClass.name())
                .register(registry);
    }

    private Counter rows(String outcome) {
        return Counter.builder("weir.rows")
                .description("Rows, by what became of them")
                .tag("outcome", outcome)
                .register(registry);
    }

    private Counter bytes(String direction) {
        return Counter.builder("weir.bytes")
                .baseUnit("bytes")
                .description("Bytes of chunks")
                .tag("direction", direction)
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    /** Counts an event by name. */
    public void count(String name) {
        count(name, 1);
    }

    /** Counts several events by name. */
    public void count(String name, long events) {
        registry.counter(name).increment(events);
    }

    /** Counts a refusal by its code. */
    public void refused(Refusal refusal) {
        registry.counter("weir.streams.refused", "reason", refusal.code()).increment();
    }

    /** Counts a minimized chunk. */
    public void minimized(Tally tally, int in, int out, long nanos) {
        rowsIn.increment(tally.getRows());
        rowsRefused.increment(tally.getRefused());
        rowsWithheld.increment(tally.getWithheld());
        droppedFields.increment(tally.getDroppedFields());
        irregularSsns.increment(tally.getIrregularSsns());
        tokenShaped.increment(tally.getTokenShaped());
        bytesIn.increment(in);
        bytesOut.increment(out);
        for (ClassCount count : tally.getClassesList()) {
            FieldClass fieldClass = FieldClass.ofWireNumber(count.getFieldClassValue());
            increment(classRows, fieldClass, count.getRows());
            increment(classChanged, fieldClass, count.getChanged());
        }
        minimizing.record(nanos, TimeUnit.NANOSECONDS);
    }

    private static void increment(Map<FieldClass, Counter> counters, FieldClass fieldClass, long by) {
        Counter counter = counters.get(fieldClass);
        if (counter != null) {
            counter.increment(by);
        }
    }

    /** Returns all meters in the text format of Prometheus. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
