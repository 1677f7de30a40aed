package dev.weir.tmsis.file;

import java.io.IOException;

/** A file that is refused as a whole. Names the place and the rule, never a value. */
public final class FileRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final FileProblem problem;
    private final String place;

    /**
     * Creates a refusal.
     *
     * @param problem stable code
     * @param place file, and segment or element
     * @param rule what the file should do
     */
    public FileRefusedException(FileProblem problem, String place, String rule) {
        super(place + ": " + rule);
        this.problem = problem;
        this.place = place;
    }

    /** Returns the code. */
    public FileProblem problem() {
        return problem;
    }

    /** Returns the place. */
    public String place() {
        return place;
    }
}
