package dev.weir.proxy.app;

/** What this build calls itself. */
public final class Version {
    /** Name and version, as statements and {@code --version} give it. */
    public static final String SOFTWARE = "weir/" + version();

    private Version() {}

    private static String version() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
