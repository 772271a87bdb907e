package dev.mote.engine.tools;

import dev.mote.engine.TemplatedModel;
import dev.mote.engine.constraint.Constraint;
import dev.mote.engine.tools.ToolException.Problem;
import dev.mote.text.tokenizer.Tokenizer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which tools an answer may or must call, and how its model writes that.
 *
 * @param tools offered to the model; empty for none
 * @param format how calls are written; null without tools
 * @param constraint that the answer then obeys
 * @param mustCall whether the whole answer is bound, to calls or to a form, so that there is no
 *     free text and no reasoning in it
 */
public record ToolChoice(
        List<Tool> tools, @Nullable ToolFormat format, Constraint constraint, boolean mustCall) {
    /** No tools. */
    public static final ToolChoice NONE = new ToolChoice(List.of(), null, Constraint.none(), false);

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
            return none(model);
        }
        if (wish instanceof Wish.Never) {
            return none(model);
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
            case Wish.Never _ -> none(model);
        };
    }

    /**
     * As {@link #of(TemplatedModel, List, Wish, boolean)}, but whatever is not a call has a form.
     *
     * @param form what the answer must look like; without tools it is left to the caller
     * @throws dev.mote.text.grammar.GrammarException if the form cannot be enforced
     */
    public static ToolChoice of(
            TemplatedModel model, List<Tool> tools, Wish wish, boolean parallel, Constraint form) {
        ToolChoice choice = of(model, tools, wish, parallel);
        ToolFormat format = choice.format;
        boolean open = !choice.tools.isEmpty() && !choice.mustCall;
        if (!open || format == null || form.equals(Constraint.none())) {
            return choice;
        }
        CallGrammar grammar = new CallGrammar(format, tools, parallel);
        Constraint either =
                Constraint.grammar(grammar.requiredOr(form.toGrammar()), marks(model, format));
        return new ToolChoice(tools, format, either, true);
    }

    private static Tool find(List<Tool> tools, Wish.Named named) {
        Optional<Tool> tool =
                tools.stream().filter(one -> one.name().equals(named.name())).findFirst();
        return tool.orElseThrow(() ->
                ToolException.ofChoice(
                        Problem.INVALID, "tool_choice names a tool that is not in tools"));
    }

    private static ToolChoice optional(
            TemplatedModel model, List<Tool> tools, ToolFormat format, boolean parallel) {
        CallGrammar grammar = new CallGrammar(format, tools, parallel);
        Constraint constraint = Constraint.grammar(grammar.optional(), marks(model, format));
        return new ToolChoice(tools, format, constraint, false);
    }

    private static ToolChoice required(
            TemplatedModel model,
            List<Tool> tools,
            List<Tool> callable,
            ToolFormat format,
            boolean parallel) {
        CallGrammar grammar = new CallGrammar(format, callable, parallel);
        Constraint constraint = Constraint.grammar(grammar.required(), marks(model, format));
        return new ToolChoice(tools, format, constraint, true);
    }

    /** The control tokens that are part of calls or of reasoning. */
    private static Set<Integer> marks(TemplatedModel model, ToolFormat format) {
        List<String> words = new ArrayList<>(format.words());
        words.addAll(model.reasoning().words());
        Tokenizer tokenizer = model.model().tokenizer();
        Set<Integer> marks = new HashSet<>();
        for (int token = 0; token < tokenizer.vocabularySize(); token++) {
            if (tokenizer.isSpecial(token) && !tokenizer.endOfGeneration().contains(token)) {
                String piece = tokenizer.piece(token);
                if (piece.length() > 2 && words.stream().anyMatch(word -> word.contains(piece))) {
                    marks.add(token);
                }
            }
        }
        return marks;
    }

    /** No tools to call; but where prompts end inside the form of calls, answers have that form. */
    private static ToolChoice none(TemplatedModel model) {
        Optional<ToolFormat> format = ToolFormat.of(model).filter(ToolFormat::opensInPrompt);
        return format.isEmpty()
                ? NONE
                : new ToolChoice(List.of(), format.get(), Constraint.none(), false);
    }

    /** The tools as the template takes them. */
    public List<Map<String, @Nullable Object>> forTemplate() {
        return tools.stream().map(Tool::forTemplate).toList();
    }
}
