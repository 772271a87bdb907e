package dev.mote.text.jinja;

/** A template cannot be parsed or rendered; carries the line once it is known. */
public final class JinjaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;
    private final int line;

    private JinjaException(ErrorKind kind, String message, int line) {
        // Templates raise errors as ordinary control flow; nobody reads a stack of the evaluator.
        super(message, null, false, false);
        this.kind = kind;
        this.line = line;
    }

    /** An error whose place the caller will add with {@link #at}. */
    public JinjaException(ErrorKind kind, String message) {
        this(kind, message, 0);
    }

    /** A syntax error at a line, counted from 1. */
    public static JinjaException syntax(int line, String message) {
        return new JinjaException(ErrorKind.SYNTAX, message, line);
    }

    /** An operation met a value of a type it does not take. */
    public static JinjaException type(String message) {
        return new JinjaException(ErrorKind.TYPE, message);
    }

    /** An operation met a value it cannot work with. */
    public static JinjaException value(String message) {
        return new JinjaException(ErrorKind.VALUE, message);
    }

    /** This error placed at a line, or unchanged if it already has its place. */
    public JinjaException at(int errorLine) {
        return line > 0 ? this : new JinjaException(kind, message(), errorLine);
    }

    /** What sort of error. */
    public ErrorKind kind() {
        return kind;
    }

    /** Line of the template counted from 1, or 0 while unknown. */
    public int line() {
        return line;
    }

    /** What went wrong, without the place. */
    public String message() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
