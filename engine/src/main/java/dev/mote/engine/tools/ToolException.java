package dev.mote.engine.tools;

/** Tools cannot be offered to a model, or not in the way that was asked. */
public final class ToolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Problem {
        /** A tool or a choice that no model could be given. */
        INVALID,
        /** A schema of arguments that cannot be enforced. */
        UNSUPPORTED_SCHEMA,
        /** This model does not call tools, or not when told to. */
        UNSUPPORTED_BY_MODEL
    }

    private final Problem problem;
    private final String field;

    private ToolException(Problem problem, String field, String message) {
        super(message);
        this.problem = problem;
        this.field = field;
    }

    static ToolException ofTools(Problem problem, String message) {
        return new ToolException(problem, "tools", message);
    }

    static ToolException ofChoice(Problem problem, String message) {
        return new ToolException(problem, "tool_choice", message);
    }

    /** What is wrong. */
    public Problem problem() {
        return problem;
    }

    /** The field at fault, as APIs name it: {@code tools} or {@code tool_choice}. */
    public String field() {
        return field;
    }
}
