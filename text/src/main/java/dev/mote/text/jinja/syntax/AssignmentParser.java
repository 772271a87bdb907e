package dev.mote.text.jinja.syntax;

import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.syntax.Expression.FilterCall;
import dev.mote.text.jinja.syntax.Target.NamespaceAttribute;
import dev.mote.text.jinja.syntax.Target.Unpacking;
import dev.mote.text.jinja.syntax.Target.Variable;
import dev.mote.text.jinja.syntax.Token.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Parses what is assigned to, {@code set} and {@code filter}. */
final class AssignmentParser {
    private static final Set<String> RESERVED =
            Set.of("true", "True", "false", "False", "none", "None");

    private final TokenStream stream;
    private final ExpressionParser expressions;
    private final StatementParser statements;

    AssignmentParser(TokenStream stream, ExpressionParser expressions, StatementParser statements) {
        this.stream = stream;
        this.expressions = expressions;
        this.statements = statements;
    }

    /** Behind {@code set}: an assignment, or the capture of a body. */
    Statement set(int line) {
        Target target = settable();
        if (stream.skipOperator("=")) {
            return new Statement.Assign(target, expressions.tuple(), line);
        }
        if (target instanceof Unpacking) {
            throw stream.unexpected("'='");
        }
        List<FilterCall> filters = new ArrayList<>();
        while (stream.skipOperator("|")) {
            filters.add(expressions.operands().filter());
        }
        List<Statement> body = statements.scopedBody("endset");
        return new Statement.Capture(target, List.copyOf(filters), body, line);
    }

    /** Behind {@code filter}. */
    Statement filterBlock(int line) {
        List<FilterCall> filters = new ArrayList<>();
        do {
            filters.add(expressions.operands().filter());
        } while (stream.skipOperator("|"));
        List<Statement> body = statements.scopedBody("endfilter");
        return new Statement.FilterBlock(List.copyOf(filters), body, line);
    }

    /** What a {@code for} assigns. */
    Target loopTarget() {
        int line = stream.line();
        Target target = several(false);
        if (target instanceof Variable(String name) && name.equals("loop")) {
            throw JinjaException.syntax(line, "a loop cannot assign its own variable 'loop'");
        }
        return target;
    }

    /** One variable. */
    Target variable() {
        Token name = stream.expect(Kind.NAME, "a name to assign");
        if (RESERVED.contains(name.text())) {
            throw JinjaException.syntax(name.line(), "cannot assign to '" + name.text() + "'");
        }
        return new Variable(name.text());
    }

    private Target settable() {
        if (stream.current().kind() == Kind.NAME && stream.following().isOperator(".")) {
            String namespace = stream.next().text();
            stream.next();
            String attribute = stream.expect(Kind.NAME, "an attribute to assign").text();
            return new NamespaceAttribute(namespace, attribute);
        }
        return several(false);
    }

    private Target several(boolean parenthesised) {
        List<Target> targets = new ArrayList<>();
        boolean isTuple = false;
        while ((stream.current().kind() == Kind.NAME && !stream.isName("in"))
                || stream.isOperator("(")) {
            targets.add(single());
            if (!stream.skipOperator(",")) {
                break;
            }
            isTuple = true;
        }
        if (targets.isEmpty() && !parenthesised) {
            throw stream.unexpected("a name to assign");
        }
        return targets.size() == 1 && !isTuple
                ? targets.getFirst()
                : new Unpacking(List.copyOf(targets));
    }

    private Target single() {
        if (!stream.skipOperator("(")) {
            return variable();
        }
        stream.enter();
        Target inner = several(true);
        stream.leave();
        stream.expectOperator(")");
        return inner;
    }
}
