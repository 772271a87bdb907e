package dev.mote.text.jinja.syntax;

import dev.mote.text.jinja.value.Text;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/** A statement; every node knows its line, counted from 1. */
public sealed interface Statement {
    /** Where it stands. */
    int line();

    /** The template's own text. */
    record Verbatim(Text text, int line) implements Statement {}

    /** {@code {{ value }}}. */
    record Output(Expression value, int line) implements Statement {}

    /** {@code if}, {@code elif} and {@code else}. */
    record If(List<Branch> branches, List<Statement> otherwise, int line) implements Statement {}

    /** {@code for} with its optional filter and {@code else}. */
    record For(
            Target target,
            Expression iterable,
            @Nullable Expression filter,
            List<Statement> body,
            List<Statement> otherwise,
            boolean recursive,
            int line)
            implements Statement {}

    /** {@code break}. */
    record Break(int line) implements Statement {}

    /** {@code continue}. */
    record Continue(int line) implements Statement {}

    /** {@code set target = value}. */
    record Assign(Target target, Expression value, int line) implements Statement {}

    /** {@code set target} up to {@code endset}. */
    record Capture(
            Target target, List<Expression.FilterCall> filters, List<Statement> body, int line)
            implements Statement {}

    /** {@code macro}. */
    record Macro(String name, Signature signature, List<Statement> body, int line)
            implements Statement {}

    /** {@code call}: a call whose {@code caller} is the body. */
    record CallBlock(Signature signature, Expression.Call call, List<Statement> body, int line)
            implements Statement {}

    /** A body whose text passes through filters. */
    record FilterBlock(List<Expression.FilterCall> filters, List<Statement> body, int line)
            implements Statement {}

    /** {@code with}. */
    record With(List<Binding> bindings, List<Statement> body, int line) implements Statement {}

    /** A body with a scope of its own: {@code generation} and {@code block}. */
    record Scoped(List<Statement> body, int line) implements Statement {}

    /** One condition and what it guards. */
    record Branch(Expression condition, List<Statement> body) {}

    /** One {@code name = value} of a {@code with}. */
    record Binding(Target target, Expression value) {}

    /**
     * Parameters of a macro.
     *
     * @param parameters in order
     * @param implicit which of {@code varargs}, {@code kwargs} and {@code caller} the body
     *     mentions; the others are errors to pass
     */
    record Signature(List<Parameter> parameters, Set<String> implicit) {}

    /** A parameter and its default. */
    record Parameter(String name, @Nullable Expression fallback) {}
}
