package dev.mote.text.grammar.regex;

import dev.mote.text.grammar.CodePoints;
import dev.mote.text.grammar.CodePointsBuilder;

/** The classes whose meaning differs between engines, as narrow and as wide as any takes them. */
final class CharacterClasses {
    static final CodePoints DIGITS = CodePoints.range('0', '9');

    static final CodePoints NO_DIGITS = DIGITS.complement();

    static final CodePoints WORD =
            new CodePointsBuilder().add('a', 'z').add('A', 'Z').add(DIGITS).add('_', '_').build();

    static final CodePoints NO_WORD = WORD.complement();

    /** White space in every engine. */
    static final CodePoints ASCII_SPACE =
            new CodePointsBuilder().add('\t', '\r').add(' ', ' ').build();

    /** White space in some engine: ECMAScript's and Unicode's. */
    static final CodePoints ANY_SPACE =
            new CodePointsBuilder()
                    .add(ASCII_SPACE)
                    .add(CodePoints.of("\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff"))
                    .add(0x2000, 0x200a)
                    .add(0x1c, 0x1f)
                    .build();

    /** White space in no engine. */
    static final CodePoints NO_SPACE = ANY_SPACE.complement();

    /** What some engine does not take for white space. */
    static final CodePoints NO_ASCII_SPACE = ASCII_SPACE.complement();

    /** What {@code .} matches in every engine. */
    static final CodePoints NOT_LINE_END =
            CodePoints.of("\n\u000b\f\r\u0085\u2028\u2029").complement();

    private CharacterClasses() {}
}
