package dev.mote.engine.tools;

import dev.mote.engine.TemplatedModel;
import dev.mote.engine.constraint.Constraint;
import dev.mote.engine.tools.ToolException.Problem;
import dev.mote.text.tokenizer.Tokenizer;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which tools an answer may or must call, and how its model writes that.
 *
 * @param tools offered to the model; empty for none
 * @param format how calls are written; null without tools
 * @param constraint that the answer then obeys
 * @param opening a token to be put at the end of the prompt, which begins the calls
 * @param mustCall whether the whole answer is bound to be calls
 */
public record ToolChoice(
        List<Tool> tools,
        @Nullable ToolFormat format,
        Constraint constraint,
        OptionalInt opening,
        boolean mustCall) {
    /** No tools. */
    public static final ToolChoice NONE =
            new ToolChoice(List.of(), null, Constraint.none(), OptionalInt.empty(), false);

    /** What a request says of its tools. */
    public sealed interface Wish {
        /** As the model likes. */
        record Auto() implements Wish {}

        /** No calls. */
        record Never() implements Wish {}

        /** At least one call. */
        record Required() implements Wish {}

        /**
         * One call of one tool.
         *
         * @param name of it
         */
        record Named(String name) implements Wish {}
    }

    /**
     * Decides.
     *
     * @param parallel whether there may be several calls
     * @throws ToolException if the model does not call tools, or a schema cannot be enforced
     */
    public static ToolChoice of(
            TemplatedModel model, List<Tool> tools, Wish wish, boolean parallel) {
        if (tools.isEmpty()) {
            if (wish instanceof Wish.Required || wish instanceof Wish.Named) {
                throw ToolException.ofChoice(Problem.INVALID, "tool_choice needs tools");
            }
            return NONE;
        }
        if (wish instanceof Wish.Never) {
            return NONE;
        }
        if (tools.stream().map(Tool::name).distinct().count() < tools.size()) {
            throw ToolException.ofTools(Problem.INVALID, "two tools have the same name");
        }
        ToolFormat format =
                ToolFormat.of(model)
                        .orElseThrow(() ->
                                ToolException.ofTools(
                                        Problem.UNSUPPORTED_BY_MODEL,
                                        "this model has no chat template that calls tools in a form"
                                                + " known here"));
        return switch (wish) {
            case Wish.Auto _ -> optional(model, tools, format, parallel);
            case Wish.Required _ -> required(model, tools, tools, format, parallel);
            case Wish.Named named ->
                    required(model, tools, List.of(find(tools, named)), format, false);
            case Wish.Never _ -> NONE;
        };
    }

    private static Tool find(List<Tool> tools, Wish.Named named) {
        Optional<Tool> tool =
                tools.stream().filter(one -> one.name().equals(named.name())).findFirst();
        return tool.orElseThrow(() ->
                ToolException.ofChoice(
                        Problem.INVALID, "tool_choice names a tool that is not in tools"));
    }

    /** A control token that opens calls cannot be part of a grammar; such calls are only read. */
    private static ToolChoice optional(
            TemplatedModel model, List<Tool> tools, ToolFormat format, boolean parallel) {
        CallGrammar grammar = new CallGrammar(format, tools);
        Constraint constraint =
                control(model, format).isPresent()
                        ? Constraint.none()
                        : Constraint.grammar(grammar.optional(parallel));
        return new ToolChoice(tools, format, constraint, OptionalInt.empty(), false);
    }

    private static ToolChoice required(
            TemplatedModel model,
            List<Tool> tools,
            List<Tool> callable,
            ToolFormat format,
            boolean parallel) {
        CallGrammar grammar = new CallGrammar(format, callable);
        OptionalInt control = control(model, format);
        if (control.isEmpty()) {
            Constraint constraint = Constraint.grammar(grammar.required(parallel));
            return new ToolChoice(tools, format, constraint, control, true);
        }
        if (!format.list()) {
            throw ToolException.ofChoice(
                    Problem.UNSUPPORTED_BY_MODEL,
                    "this model calls by control tokens, which cannot be demanded");
        }
        Constraint constraint = Constraint.grammar(grammar.opened(parallel));
        return new ToolChoice(tools, format, constraint, control, true);
    }

    private static OptionalInt control(TemplatedModel model, ToolFormat format) {
        Tokenizer tokenizer = model.model().tokenizer();
        OptionalInt token =
                format.open().isEmpty() ? OptionalInt.empty() : tokenizer.id(format.open());
        return token.isPresent() && tokenizer.isSpecial(token.getAsInt())
                ? token
                : OptionalInt.empty();
    }

    /** The tools as the template takes them. */
    public List<Map<String, @Nullable Object>> forTemplate() {
        return tools.stream().map(Tool::forTemplate).toList();
    }
}
