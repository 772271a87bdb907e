package dev.mote.text.jinja.syntax;

import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.syntax.Statement.Parameter;
import dev.mote.text.jinja.syntax.Statement.Signature;
import dev.mote.text.jinja.syntax.Token.Kind;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Parses {@code macro} and {@code call}. */
final class MacroParser {
    private static final List<String> IMPLICIT = List.of("varargs", "kwargs", "caller");

    private final TokenStream stream;
    private final ExpressionParser expressions;
    private final StatementParser statements;

    MacroParser(TokenStream stream, ExpressionParser expressions, StatementParser statements) {
        this.stream = stream;
        this.expressions = expressions;
        this.statements = statements;
    }

    /** Behind {@code macro}. */
    Statement macro(int line) {
        String name = stream.expect(Kind.NAME, "a macro name").text();
        List<Parameter> parameters = parameters();
        Set<String> implicit = new HashSet<>();
        List<Statement> body = body("endmacro", parameters, implicit);
        Signature signature = new Signature(parameters, Set.copyOf(implicit));
        return new Statement.Macro(name, signature, body, line);
    }

    /** Behind {@code call}. */
    Statement call(int line) {
        List<Parameter> parameters = stream.isOperator("(") ? parameters() : List.of();
        Expression expression = expressions.expression();
        if (!(expression instanceof Expression.Call call)) {
            throw JinjaException.syntax(line, "'call' needs a call");
        }
        Set<String> implicit = new HashSet<>();
        List<Statement> body = body("endcall", parameters, implicit);
        Signature signature = new Signature(parameters, Set.copyOf(implicit));
        return new Statement.CallBlock(signature, call, body, line);
    }

    /** A body; adds to {@code implicit} the implicit parameters that it mentions. */
    private List<Statement> body(String end, List<Parameter> parameters, Set<String> implicit) {
        Set<String> used = expressions.operands().namesUsed();
        Set<String> usedAround = Set.copyOf(used);
        used.clear();
        List<Statement> body = statements.detachedBody(end);
        for (String name : IMPLICIT) {
            if (used.contains(name)
                    && parameters.stream().noneMatch(parameter -> parameter.name().equals(name))) {
                implicit.add(name);
            }
        }
        used.addAll(usedAround);
        return body;
    }

    private List<Parameter> parameters() {
        stream.expectOperator("(");
        List<Parameter> parameters = new ArrayList<>();
        while (!stream.skipOperator(")")) {
            if (!parameters.isEmpty()) {
                stream.expectOperator(",");
            }
            Token name = stream.expect(Kind.NAME, "a parameter name");
            Expression fallback = stream.skipOperator("=") ? expressions.expression() : null;
            if (fallback == null
                    && !parameters.isEmpty()
                    && parameters.getLast().fallback() != null) {
                throw JinjaException.syntax(
                        name.line(), "parameter '" + name.text() + "' needs a default as well");
            }
            parameters.add(new Parameter(name.text(), fallback));
        }
        return List.copyOf(parameters);
    }
}
