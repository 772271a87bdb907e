package dev.mote.text.jinja.syntax;

import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.syntax.Token.Kind;

import java.util.List;

/** The tokens of a template with a position, and the steps every parser takes on them. */
final class TokenStream {
    /** Nesting of the source; bounds the recursion of the parsers. */
    private static final int NESTING_MAX = 100;

    private final List<Token> tokens;
    private int position;
    private int nesting;

    TokenStream(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token current() {
        return tokens.get(position);
    }

    Token following() {
        return tokens.get(Math.min(position + 1, tokens.size() - 1));
    }

    int line() {
        return current().line();
    }

    /** The current token, left behind. */
    Token next() {
        Token token = current();
        if (token.kind() != Kind.END) {
            position++;
        }
        return token;
    }

    boolean isOperator(String operator) {
        return current().isOperator(operator);
    }

    boolean isName(String name) {
        return current().isName(name);
    }

    boolean skipOperator(String operator) {
        boolean there = isOperator(operator);
        if (there) {
            next();
        }
        return there;
    }

    boolean skipName(String name) {
        boolean there = isName(name);
        if (there) {
            next();
        }
        return there;
    }

    void expectOperator(String operator) {
        if (!skipOperator(operator)) {
            throw unexpected("'" + operator + "'");
        }
    }

    void expectName(String name) {
        if (!skipName(name)) {
            throw unexpected("'" + name + "'");
        }
    }

    Token expect(Kind kind, String described) {
        if (current().kind() != kind) {
            throw unexpected(described);
        }
        return next();
    }

    JinjaException unexpected(String expected) {
        return JinjaException.syntax(
                line(), "expected " + expected + ", found " + current().described());
    }

    /** Goes one level deeper; every call is matched by {@link #leave}. */
    void enter() {
        if (++nesting > NESTING_MAX) {
            throw JinjaException.syntax(
                    line(), "the source nests deeper than " + NESTING_MAX + " levels");
        }
    }

    void leave() {
        nesting--;
    }
}
