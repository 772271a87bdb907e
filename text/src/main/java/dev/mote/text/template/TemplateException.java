package dev.mote.text.template;

import dev.mote.text.jinja.JinjaException;

/**
 * A chat template cannot be compiled or rendered.
 *
 * <p>Templates come with models, so this is about the model file, or about a conversation the model
 * is not made for; see {@link Kind#RAISED}.
 */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What sort of thing went wrong. */
    public enum Kind {
        /** The source is not a template, or uses what chat templates do not have. */
        SYNTAX,
        /** The template uses a variable, attribute or key that is not there. */
        UNDEFINED,
        /** The template applies an operation to a value of a type it does not take. */
        TYPE,
        /** The template applies an operation to a value it cannot work with. */
        VALUE,
        /** A limit of {@link TemplateLimits} was reached. */
        LIMIT,
        /** The template refused the conversation; {@link #detail()} is its own message. */
        RAISED
    }

    private final String template;
    private final Kind kind;
    private final int line;
    private final String detail;

    private TemplateException(String template, Kind kind, int line, String detail) {
        super(template + (line > 0 ? ", line " + line : "") + ": " + detail);
        this.template = template;
        this.kind = kind;
        this.line = line;
        this.detail = detail;
    }

    static TemplateException of(String template, JinjaException cause) {
        Kind kind =
                switch (cause.kind()) {
                    case SYNTAX -> Kind.SYNTAX;
                    case UNDEFINED -> Kind.UNDEFINED;
                    case TYPE -> Kind.TYPE;
                    case VALUE -> Kind.VALUE;
                    case LIMIT -> Kind.LIMIT;
                    case RAISED -> Kind.RAISED;
                };
        return new TemplateException(template, kind, cause.line(), cause.message());
    }

    /** What the template is called. */
    public String template() {
        return template;
    }

    /** What sort of error. */
    public Kind kind() {
        return kind;
    }

    /** Line of the template, counted from 1; 0 if the error has no line. */
    public int line() {
        return line;
    }

    /** What went wrong, without the place. */
    public String detail() {
        return detail;
    }
}
