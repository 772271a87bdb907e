package dev.mote.text.jinja.syntax;

import java.util.List;
import java.util.Set;

/** Turns the source of a template into its syntax tree. */
public final class Parser {
    private Parser() {}

    /**
     * Parses a template.
     *
     * @param source the template
     * @param filters names of the filters there are
     * @param tests names of the tests there are
     * @throws dev.mote.text.jinja.JinjaException with the line, if the source is not a template
     */
    public static List<Statement> parse(String source, Set<String> filters, Set<String> tests) {
        Vocabulary vocabulary = new Vocabulary(filters, tests);
        TokenStream stream = new TokenStream(Lexer.tokens(source));
        List<Statement> template = new StatementParser(stream, vocabulary).template();
        vocabulary.check();
        return template;
    }
}
