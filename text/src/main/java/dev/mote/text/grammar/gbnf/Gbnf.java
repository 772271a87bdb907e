package dev.mote.text.grammar.gbnf;

import dev.mote.text.grammar.Grammar;
import dev.mote.text.grammar.GrammarLimits;
import dev.mote.text.grammar.GrammarTooComplexException;

/**
 * Grammars as text, in two notations told apart by the sign that defines a rule.
 *
 * <ul>
 *   <li>{@code ::=} — GBNF, the notation of llama.cpp's grammars: literals in quotes, character
 *       classes in brackets, {@code .}, groups, {@code |}, the repetitions {@code * + ? {n} {n,}
 *       {n,m}}, comments from {@code #} to the end of the line. The text is what rule {@code root}
 *       says. References to tokens, {@code <...>}, are refused.
 *   <li>{@code =} — EBNF in the manner of ISO 14977: {@code ,} between parts, {@code ;} after a
 *       rule, {@code [ option ]}, {@code { repetition }}, groups, {@code |}, comments between
 *       {@code (*} and {@code *)}. Exceptions and special sequences are refused. The text is what
 *       rule {@code root} says, or the first rule if there is none.
 * </ul>
 *
 * @see <a href="https://github.com/ggml-org/llama.cpp/blob/master/grammars/README.md">GBNF</a>
 */
public final class Gbnf {
    private Gbnf() {}

    /**
     * Parses a grammar.
     *
     * @throws dev.mote.text.grammar.GrammarException if it is malformed, uses what is not supported
     *     or is too large
     */
    public static Grammar parse(String text) {
        if (text.length() > GrammarLimits.SOURCE_LENGTH_MAX) {
            throw new GrammarTooComplexException(
                    "characters of a grammar", text.length(), GrammarLimits.SOURCE_LENGTH_MAX);
        }
        return new GbnfParser(text).parse();
    }
}
