package dev.mote.text.jinja.syntax;

import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.syntax.Expression.Attribute;
import dev.mote.text.jinja.syntax.Expression.Call;
import dev.mote.text.jinja.syntax.Expression.CallArguments;
import dev.mote.text.jinja.syntax.Expression.DictLiteral;
import dev.mote.text.jinja.syntax.Expression.FilterCall;
import dev.mote.text.jinja.syntax.Expression.Filtered;
import dev.mote.text.jinja.syntax.Expression.Keyword;
import dev.mote.text.jinja.syntax.Expression.ListLiteral;
import dev.mote.text.jinja.syntax.Expression.Literal;
import dev.mote.text.jinja.syntax.Expression.Name;
import dev.mote.text.jinja.syntax.Expression.Sign;
import dev.mote.text.jinja.syntax.Expression.Slice;
import dev.mote.text.jinja.syntax.Expression.Subscript;
import dev.mote.text.jinja.syntax.Expression.Tested;
import dev.mote.text.jinja.syntax.Expression.TupleLiteral;
import dev.mote.text.jinja.syntax.Token.Kind;
import dev.mote.text.jinja.value.Bool;
import dev.mote.text.jinja.value.Int;
import dev.mote.text.jinja.value.None;
import dev.mote.text.jinja.value.Real;
import dev.mote.text.jinja.value.Text;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Parses operands: literals, names, and the attributes, calls, filters and tests behind them. */
final class OperandParser {
    private static final Set<String> NO_TEST_ARGUMENT = Set.of("else", "or", "and", "is");

    private final TokenStream stream;
    private final Vocabulary vocabulary;
    private final ExpressionParser expressions;
    private final Set<String> namesUsed = new HashSet<>();

    OperandParser(TokenStream stream, Vocabulary vocabulary, ExpressionParser expressions) {
        this.stream = stream;
        this.vocabulary = vocabulary;
        this.expressions = expressions;
    }

    /** Every name that was read so far; the caller may clear it. */
    Set<String> namesUsed() {
        return namesUsed;
    }

    Expression signed(boolean filters) {
        Token token = stream.current();
        Expression operand;
        if (token.isOperator("-") || token.isOperator("+")) {
            stream.enter();
            stream.next();
            operand = new Sign(token.isOperator("-"), signed(false), token.line());
            stream.leave();
        } else {
            operand = postfix(primary());
        }
        return filters ? filtersAndTests(operand) : operand;
    }

    private Expression primary() {
        Token token = stream.current();
        return switch (token.kind()) {
            case NAME -> name(stream.next());
            case STRING -> strings();
            case INTEGER -> new Literal(integer(stream.next()), token.line());
            case REAL ->
                    new Literal(new Real(Double.parseDouble(stream.next().text())), token.line());
            case OPERATOR -> bracketed(token);
            default -> throw stream.unexpected("an expression");
        };
    }

    private Expression name(Token token) {
        return switch (token.text()) {
            case "true", "True" -> new Literal(Bool.TRUE, token.line());
            case "false", "False" -> new Literal(Bool.FALSE, token.line());
            case "none", "None" -> new Literal(None.NONE, token.line());
            default -> {
                namesUsed.add(token.text());
                yield new Name(token.text(), token.line());
            }
        };
    }

    /** Neighbouring strings are one. */
    private Expression strings() {
        int line = stream.line();
        StringBuilder text = new StringBuilder();
        while (stream.current().kind() == Kind.STRING) {
            text.append(stream.next().text());
        }
        return new Literal(Text.of(text.toString()), line);
    }

    private static Int integer(Token token) {
        String digits = token.text();
        int radix = 10;
        if (digits.length() > 1 && digits.charAt(0) == '0') {
            radix =
                    switch (digits.charAt(1)) {
                        case 'x', 'X' -> 16;
                        case 'o', 'O' -> 8;
                        case 'b', 'B' -> 2;
                        default -> 10;
                    };
        }
        try {
            return new Int(Long.parseLong(radix == 10 ? digits : digits.substring(2), radix));
        } catch (NumberFormatException _) {
            throw JinjaException.syntax(
                    token.line(), "the integer " + digits + " does not fit 64 bits");
        }
    }

    private Expression bracketed(Token token) {
        if (stream.skipOperator("(")) {
            Expression inner = expressions.tuple(true, () -> false, true);
            stream.expectOperator(")");
            return inner;
        }
        if (stream.skipOperator("[")) {
            return new ListLiteral(elements("]"), token.line());
        }
        if (stream.skipOperator("{")) {
            return dict(token.line());
        }
        throw stream.unexpected("an expression");
    }

    private List<Expression> elements(String close) {
        List<Expression> elements = new ArrayList<>();
        while (!stream.skipOperator(close)) {
            if (!elements.isEmpty()) {
                stream.expectOperator(",");
                if (stream.skipOperator(close)) {
                    break;
                }
            }
            elements.add(expressions.expression());
        }
        return List.copyOf(elements);
    }

    private Expression dict(int line) {
        List<Expression> keys = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (!stream.skipOperator("}")) {
            if (!keys.isEmpty()) {
                stream.expectOperator(",");
                if (stream.skipOperator("}")) {
                    break;
                }
            }
            keys.add(expressions.expression());
            stream.expectOperator(":");
            values.add(expressions.expression());
        }
        return new DictLiteral(List.copyOf(keys), List.copyOf(values), line);
    }

    private Expression postfix(Expression operand) {
        Expression result = operand;
        while (true) {
            int line = stream.line();
            if (stream.skipOperator(".")) {
                result = attribute(result, line);
            } else if (stream.skipOperator("[")) {
                result = subscript(result, line);
            } else if (stream.isOperator("(")) {
                result = new Call(result, arguments(), line);
            } else {
                return result;
            }
        }
    }

    private Expression attribute(Expression target, int line) {
        if (stream.current().kind() == Kind.INTEGER) {
            return new Subscript(target, new Literal(integer(stream.next()), line), line);
        }
        Token name = stream.expect(Kind.NAME, "a name or number behind '.'");
        return new Attribute(target, name.text(), line);
    }

    private Expression subscript(Expression target, int line) {
        List<Expression> indices = new ArrayList<>();
        while (!stream.skipOperator("]")) {
            if (!indices.isEmpty()) {
                stream.expectOperator(",");
            }
            Expression start = stream.isOperator(":") ? null : expressions.expression();
            if (!stream.skipOperator(":")) {
                indices.add(Objects.requireNonNull(start));
                continue;
            }
            Expression stop = sliceBound();
            Expression step = stream.skipOperator(":") ? sliceBound() : null;
            if (!indices.isEmpty() || !stream.skipOperator("]")) {
                throw stream.unexpected("']' behind a slice");
            }
            return new Slice(target, start, stop, step, line);
        }
        if (indices.isEmpty()) {
            throw JinjaException.syntax(line, "expected a subscript");
        }
        Expression index =
                indices.size() == 1
                        ? indices.getFirst()
                        : new TupleLiteral(List.copyOf(indices), line);
        return new Subscript(target, index, line);
    }

    private @Nullable Expression sliceBound() {
        boolean absent = stream.isOperator(":") || stream.isOperator("]") || stream.isOperator(",");
        return absent ? null : expressions.expression();
    }

    private Expression filtersAndTests(Expression operand) {
        Expression result = operand;
        while (true) {
            int line = stream.line();
            if (stream.skipOperator("|")) {
                result = new Filtered(result, filter(), line);
            } else if (stream.skipName("is")) {
                result = test(result, line);
            } else if (stream.isOperator("(")) {
                result = new Call(result, arguments(), line);
            } else {
                return result;
            }
        }
    }

    /** A filter behind its bar. */
    FilterCall filter() {
        int line = stream.line();
        String name = dottedName("a filter name");
        vocabulary.useFilter(name, line);
        CallArguments arguments = stream.isOperator("(") ? arguments() : CallArguments.NONE;
        return new FilterCall(name, arguments, line);
    }

    private Expression test(Expression target, int line) {
        boolean negated = stream.skipName("not");
        String name = dottedName("a test name");
        vocabulary.useTest(name, line);
        CallArguments arguments = CallArguments.NONE;
        if (stream.isOperator("(")) {
            arguments = arguments();
        } else if (testArgumentFollows()) {
            Expression argument = postfix(primary());
            arguments = new CallArguments(List.of(argument), List.of(), null, null);
        }
        return new Tested(target, name, arguments, negated, line);
    }

    private boolean testArgumentFollows() {
        Token token = stream.current();
        return switch (token.kind()) {
            case STRING, INTEGER, REAL -> true;
            case NAME -> {
                if (token.isName("is")) {
                    throw JinjaException.syntax(token.line(), "tests cannot be chained with 'is'");
                }
                yield !NO_TEST_ARGUMENT.contains(token.text());
            }
            case OPERATOR -> token.isOperator("[") || token.isOperator("{");
            default -> false;
        };
    }

    private String dottedName(String described) {
        StringBuilder name = new StringBuilder(stream.expect(Kind.NAME, described).text());
        while (stream.skipOperator(".")) {
            name.append('.').append(stream.expect(Kind.NAME, described).text());
        }
        return name.toString();
    }

    /** The arguments of a call with their parentheses. */
    CallArguments arguments() {
        stream.expectOperator("(");
        List<Expression> positional = new ArrayList<>();
        List<Keyword> keywords = new ArrayList<>();
        Expression spread = null;
        Expression keywordSpread = null;
        boolean first = true;
        while (!stream.skipOperator(")")) {
            if (!first) {
                stream.expectOperator(",");
                if (stream.skipOperator(")")) {
                    break;
                }
            }
            first = false;
            int line = stream.line();
            if (keywordSpread != null) {
                throw JinjaException.syntax(line, "an argument stands behind '**'");
            }
            if (stream.skipOperator("**")) {
                keywordSpread = expressions.expression();
            } else if (spread == null && stream.skipOperator("*")) {
                spread = expressions.expression();
            } else if (stream.current().kind() == Kind.NAME && stream.following().isOperator("=")) {
                String name = stream.next().text();
                stream.next();
                keywords.add(new Keyword(name, expressions.expression()));
            } else if (!keywords.isEmpty() || spread != null) {
                throw JinjaException.syntax(
                        line, "a positional argument stands behind a named one");
            } else {
                positional.add(expressions.expression());
            }
        }
        return new CallArguments(
                List.copyOf(positional), List.copyOf(keywords), spread, keywordSpread);
    }
}
