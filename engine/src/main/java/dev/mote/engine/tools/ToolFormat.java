package dev.mote.engine.tools;

import dev.mote.engine.TemplatedModel;
import dev.mote.text.grammar.Expression;
import dev.mote.text.template.ChatTemplate;

import java.util.List;
import java.util.Optional;

/**
 * How a family of models writes calls. Control tokens in it are written as the text of their piece,
 * for the reader and the grammar alike.
 */
public sealed interface ToolFormat
        permits JsonCalls, NamedCalls, TaggedCalls, PythonCalls, BraceCalls {
    /** What stands before calls; empty if a call is the whole answer. */
    String open();

    /** What stands behind them; empty if they go on to the end of the answer. */
    String close();

    /** Whether prompts end with {@link #open}, so that an answer begins behind it. */
    default boolean opensInPrompt() {
        return false;
    }

    /** What, behind {@link #open}, says that text follows and no call; empty for nothing. */
    default String textFollows() {
        return "";
    }

    /** All words of the form but names and arguments. */
    List<String> words();

    /** Calls of one answer may be several. */
    default boolean parallel() {
        return !open().isEmpty();
    }

    /**
     * The calls between {@link #open} and {@link #close}; empty if it is none, so that it stays
     * what the model has said.
     *
     * @param tools whose schemas tell how arguments are meant
     */
    List<ToolCall> read(String body, List<Tool> tools);

    /**
     * What is written behind {@link #open}, up to {@link #close} and including it.
     *
     * @param rules takes the schemas
     * @param further how many calls may follow the first
     * @throws ToolException if a schema cannot be enforced in this form
     */
    Expression calls(GrammarRules rules, List<Tool> tools, int further);

    /** The format of a model; empty if its template takes no tools, or in a way unknown here. */
    static Optional<ToolFormat> of(TemplatedModel model) {
        return model.template().map(ChatTemplate::source).flatMap(ToolFormats::of);
    }
}
