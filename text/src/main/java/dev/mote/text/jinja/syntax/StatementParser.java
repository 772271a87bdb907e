package dev.mote.text.jinja.syntax;

import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.syntax.Statement.Binding;
import dev.mote.text.jinja.syntax.Statement.Branch;
import dev.mote.text.jinja.syntax.Statement.Output;
import dev.mote.text.jinja.syntax.Statement.Verbatim;
import dev.mote.text.jinja.syntax.Token.Kind;
import dev.mote.text.jinja.value.Text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Parses statements and the text between them. */
final class StatementParser {
    private static final Set<String> UNSUPPORTED =
            Set.of("extends", "include", "import", "from", "autoescape");

    private final TokenStream stream;
    private final Vocabulary vocabulary;
    private final ExpressionParser expressions;
    private final AssignmentParser assignments;
    private final MacroParser macros;
    private int loops;

    StatementParser(TokenStream stream, Vocabulary vocabulary) {
        this.stream = stream;
        this.vocabulary = vocabulary;
        this.expressions = new ExpressionParser(stream, vocabulary);
        this.assignments = new AssignmentParser(stream, expressions, this);
        this.macros = new MacroParser(stream, expressions, this);
    }

    /** The whole template. */
    List<Statement> template() {
        List<Statement> statements = statements(Set.of());
        stream.expect(Kind.END, "end of template");
        return statements;
    }

    /** Statements up to one of the end words, which is left as the current token. */
    private List<Statement> statements(Set<String> ends) {
        stream.enter();
        List<Statement> statements = new ArrayList<>();
        int line = stream.line();
        while (stream.current().kind() != Kind.END) {
            Token token = stream.next();
            if (token.kind() == Kind.DATA) {
                statements.add(new Verbatim(Text.of(token.text()), token.line()));
            } else if (token.kind() == Kind.OUTPUT_BEGIN) {
                statements.add(new Output(expressions.tuple(), token.line()));
                stream.expect(Kind.OUTPUT_END, "end of print statement");
            } else if (stream.current().kind() == Kind.NAME
                    && ends.contains(stream.current().text())) {
                stream.leave();
                return List.copyOf(statements);
            } else {
                statements.add(statement());
                stream.expect(Kind.BLOCK_END, "end of statement block");
            }
        }
        if (!ends.isEmpty()) {
            throw JinjaException.syntax(
                    stream.line(),
                    "the template ends where "
                            + String.join(" or ", ends.stream().sorted().toList())
                            + " of line "
                            + line
                            + " is expected");
        }
        stream.leave();
        return List.copyOf(statements);
    }

    /** A body with its end tag, except for that tag's own end. */
    List<Statement> body(String end) {
        List<Statement> body = bodyBefore(Set.of(end));
        stream.expectName(end);
        return body;
    }

    private List<Statement> bodyBefore(Set<String> ends) {
        stream.skipOperator(":");
        stream.expect(Kind.BLOCK_END, "end of statement block");
        return statements(ends);
    }

    /** A body outside every loop and condition around it. */
    List<Statement> detachedBody(String end) {
        int loopsAround = loops;
        loops = 0;
        boolean conditional = vocabulary.conditional(false);
        List<Statement> body = body(end);
        vocabulary.conditional(conditional);
        loops = loopsAround;
        return body;
    }

    /** A body in a scope of its own. */
    List<Statement> scopedBody(String end) {
        boolean conditional = vocabulary.conditional(false);
        List<Statement> body = body(end);
        vocabulary.conditional(conditional);
        return body;
    }

    private Statement statement() {
        Token tag = stream.expect(Kind.NAME, "a tag name");
        int line = tag.line();
        return switch (tag.text()) {
            case "if" -> conditional(line);
            case "for" -> loop(line);
            case "break" -> inLoop(tag, new Statement.Break(line));
            case "continue" -> inLoop(tag, new Statement.Continue(line));
            case "set" -> assignments.set(line);
            case "with" -> with(line);
            case "macro" -> macros.macro(line);
            case "call" -> macros.call(line);
            case "filter" -> assignments.filterBlock(line);
            case "print" -> new Output(expressions.tuple(), line);
            case "generation" -> new Statement.Scoped(detachedBody("endgeneration"), line);
            case "block" -> block(line);
            default -> throw unknownTag(tag);
        };
    }

    private static JinjaException unknownTag(Token tag) {
        String message =
                UNSUPPORTED.contains(tag.text())
                        ? "the tag '" + tag.text() + "' has no place in a chat template"
                        : "unknown tag '" + tag.text() + "'";
        return JinjaException.syntax(tag.line(), message);
    }

    private Statement inLoop(Token tag, Statement statement) {
        if (loops == 0) {
            throw JinjaException.syntax(
                    tag.line(), "'" + tag.text() + "' stands outside of a loop");
        }
        return statement;
    }

    private Statement conditional(int line) {
        boolean conditional = vocabulary.conditional(true);
        List<Branch> branches = new ArrayList<>();
        List<Statement> otherwise = List.of();
        do {
            Expression condition = expressions.tuple();
            branches.add(new Branch(condition, bodyBefore(Set.of("elif", "else", "endif"))));
        } while (stream.skipName("elif"));
        if (stream.skipName("else")) {
            otherwise = bodyBefore(Set.of("endif"));
        }
        stream.expectName("endif");
        vocabulary.conditional(conditional);
        return new Statement.If(List.copyOf(branches), otherwise, line);
    }

    private Statement loop(int line) {
        Target target = assignments.loopTarget();
        stream.expectName("in");
        Expression iterable = expressions.iterable();
        boolean conditional = vocabulary.conditional(false);
        Expression filter = stream.skipName("if") ? expressions.expression() : null;
        boolean recursive = stream.skipName("recursive");
        loops++;
        List<Statement> body = bodyBefore(Set.of("else", "endfor"));
        loops--;
        List<Statement> otherwise =
                stream.skipName("else") ? bodyBefore(Set.of("endfor")) : List.of();
        stream.expectName("endfor");
        vocabulary.conditional(conditional);
        return new Statement.For(target, iterable, filter, body, otherwise, recursive, line);
    }

    private Statement with(int line) {
        List<Binding> bindings = new ArrayList<>();
        while (stream.current().kind() != Kind.BLOCK_END) {
            if (!bindings.isEmpty()) {
                stream.expectOperator(",");
            }
            Target target = assignments.variable();
            stream.expectOperator("=");
            bindings.add(new Binding(target, expressions.expression()));
        }
        return new Statement.With(List.copyOf(bindings), scopedBody("endwith"), line);
    }

    private Statement block(int line) {
        String name = stream.expect(Kind.NAME, "a block name").text();
        List<Statement> body = detachedBody("endblock");
        stream.skipName(name);
        return new Statement.Scoped(body, line);
    }
}
