package dev.mote.text.jinja.runtime;

import dev.mote.text.jinja.Budget;
import dev.mote.text.jinja.ErrorKind;
import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.library.Filter;
import dev.mote.text.jinja.library.Filters;
import dev.mote.text.jinja.library.Predicate;
import dev.mote.text.jinja.library.Tests;
import dev.mote.text.jinja.syntax.Parser;
import dev.mote.text.jinja.syntax.Statement;
import dev.mote.text.jinja.value.Arguments;
import dev.mote.text.jinja.value.CallContext;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.TextBuilder;
import dev.mote.text.jinja.value.Value;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;

/** A parsed template. Immutable and thread-safe: every rendering has a state of its own. */
public final class JinjaTemplate {
    private final List<Statement> statements;

    private JinjaTemplate(List<Statement> statements) {
        this.statements = statements;
    }

    /**
     * Parses a template.
     *
     * @throws JinjaException with the line, if the source is not a template
     */
    public static JinjaTemplate parse(String source) {
        return new JinjaTemplate(Parser.parse(source, Filters.ALL.keySet(), Tests.ALL.keySet()));
    }

    /**
     * Renders the template.
     *
     * @param variables what it may read; lists and dictionaries among them may be changed by it
     * @param budget what it may spend
     * @param now the wall-clock time it may ask for
     * @throws JinjaException if it fails, with the line
     */
    public Text render(Map<String, Value> variables, Budget budget, LocalDateTime now) {
        TextBuilder out = new TextBuilder(budget);
        try {
            new Executor(new Context(budget, now)).run(statements, new Scope(variables), out);
        } catch (StackOverflowError _) {
            // The nesting limit is far below what default stacks hold; threads with smaller ones
            // end here. Nothing outlives the rendering, so nothing is left half done.
            throw new JinjaException(
                    ErrorKind.LIMIT, "the template nests deeper than this thread's stack allows");
        }
        return out.build();
    }

    private record Context(Budget budget, LocalDateTime now) implements CallContext {
        @Override
        public Value filter(String name, Value target, Arguments arguments) {
            Filter filter = Filters.ALL.get(name);
            if (filter == null) {
                throw new JinjaException(ErrorKind.SYNTAX, "no filter named '" + name + "'");
            }
            return filter.apply(this, target, arguments);
        }

        @Override
        public boolean test(String name, Value target, Arguments arguments) {
            Predicate test = Tests.ALL.get(name);
            if (test == null) {
                throw new JinjaException(ErrorKind.SYNTAX, "no test named '" + name + "'");
            }
            return test.holds(this, target, arguments);
        }
    }
}
