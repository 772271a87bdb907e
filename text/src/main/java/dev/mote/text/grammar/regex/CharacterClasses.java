package dev.mote.text.grammar.regex;

import dev.mote.text.grammar.CodePoints;

/** The classes whose meaning differs between engines, as narrow and as wide as any takes them. */
final class CharacterClasses {
    private CharacterClasses() {}

    static CodePoints digits() {
        return CodePoints.range('0', '9');
    }

    static CodePoints word() {
        return CodePoints.range('a', 'z')
                .union(CodePoints.range('A', 'Z'))
                .union(digits())
                .union(CodePoints.of('_'));
    }

    /** White space in every engine. */
    static CodePoints asciiSpace() {
        return CodePoints.range('\t', '\r').union(CodePoints.of(' '));
    }

    /** White space in some engine: ECMAScript's and Unicode's. */
    static CodePoints anySpace() {
        return asciiSpace()
                .union(CodePoints.of("\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff"))
                .union(CodePoints.range(0x2000, 0x200a))
                .union(CodePoints.range(0x1c, 0x1f));
    }

    /** What {@code .} matches in every engine. */
    static CodePoints notLineEnd() {
        return CodePoints.of("\n\u000b\f\r\u0085\u2028\u2029").complement();
    }
}
