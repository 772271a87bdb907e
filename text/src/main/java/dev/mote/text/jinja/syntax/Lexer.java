package dev.mote.text.jinja.syntax;

import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.syntax.Token.Kind;
import dev.mote.text.jinja.value.PythonText;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a template into tokens, with {@code trim_blocks} and {@code lstrip_blocks} on.
 *
 * <p>White space, as the Jinja documentation states it: the first newline after a block or comment
 * is dropped, spaces from the start of a line up to a block or comment are dropped, {@code -} at a
 * tag drops all white space on its side, {@code +} switches the automatic rules off on its side,
 * and one newline at the very end of the template is dropped. Inside tags the work is done by
 * {@link TagLexer}.
 */
final class Lexer {
    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private int line = 1;

    /** Whether what was consumed last ended with a newline, so that a line starts here. */
    private boolean lineStarts = true;

    private Lexer(String source) {
        this.source = source;
    }

    /** All tokens, ending with one of kind {@code END}. */
    static List<Token> tokens(String template) {
        String source = template.replace("\r\n", "\n").replace('\r', '\n');
        if (source.endsWith("\n")) {
            source = source.substring(0, source.length() - 1);
        }
        Lexer lexer = new Lexer(source);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        while (position < source.length()) {
            int tag = nextTag(position);
            if (tag < 0) {
                data(source.length(), source.length());
                break;
            }
            char second = source.charAt(tag + 1);
            char control = tag + 2 < source.length() ? source.charAt(tag + 2) : ' ';
            data(tag, dataEnd(tag, control, second != '{'));
            int inside = tag + (control == '-' || control == '+' ? 3 : 2);
            if (second == '#') {
                comment(inside);
            } else if (second == '{') {
                tag(Kind.OUTPUT_BEGIN, Kind.OUTPUT_END, "}}", inside);
            } else if (rawBegins(inside)) {
                raw();
            } else {
                tag(Kind.BLOCK_BEGIN, Kind.BLOCK_END, "%}", inside);
            }
        }
        tokens.add(new Token(Kind.END, "", line));
    }

    /** Index of the next opening of a tag, or -1. */
    private int nextTag(int from) {
        for (int i = source.indexOf('{', from);
                i >= 0 && i + 1 < source.length();
                i = source.indexOf('{', i + 1)) {
            char next = source.charAt(i + 1);
            if (next == '{' || next == '%' || next == '#') {
                return i;
            }
        }
        return -1;
    }

    /** Where the text before a tag ends once white space is dropped. */
    private int dataEnd(int tag, char control, boolean lineRulesApply) {
        if (control == '-') {
            return Math.max(position, PythonText.skipSpaceBack(source, tag));
        }
        if (control == '+' || !lineRulesApply) {
            return tag;
        }
        int lineStart = Math.max(position, source.lastIndexOf('\n', tag - 1) + 1);
        if (lineStart == position && !lineStarts) {
            return tag;
        }
        return PythonText.skipSpaceBack(source, tag) <= lineStart ? lineStart : tag;
    }

    /** Emits the text up to {@code end} and moves to {@code next}. */
    private void data(int next, int end) {
        if (end > position) {
            tokens.add(new Token(Kind.DATA, source.substring(position, end), line));
        }
        advance(next);
    }

    private void advance(int next) {
        if (next > position) {
            for (int i = position; i < next; i++) {
                if (source.charAt(i) == '\n') {
                    line++;
                }
            }
            lineStarts = source.charAt(next - 1) == '\n';
            position = next;
        }
    }

    private void comment(int inside) {
        int end = source.indexOf("#}", inside);
        if (end < 0) {
            throw JinjaException.syntax(line, "missing end of comment tag");
        }
        char control = end > inside ? source.charAt(end - 1) : ' ';
        advance(behindTag(end + 2, control));
    }

    /** Where to go on behind a block or comment that ends at {@code end}. */
    private int behindTag(int end, char control) {
        if (control == '-') {
            return PythonText.skipSpace(source, end);
        }
        boolean newline = end < source.length() && source.charAt(end) == '\n';
        return newline && control != '+' ? end + 1 : end;
    }

    /** If a raw block begins, moves behind its tag. */
    private boolean rawBegins(int inside) {
        int after = keyword(inside, "raw");
        if (after < 0) {
            return false;
        }
        if (source.startsWith("-%}", after)) {
            advance(PythonText.skipSpace(source, after + 3));
            return true;
        }
        if (source.startsWith("%}", after)) {
            advance(after + 2);
            return true;
        }
        return false;
    }

    /** Index behind white space, a word and white space, or -1. */
    private int keyword(int from, String word) {
        int start = PythonText.skipSpace(source, from);
        return source.startsWith(word, start)
                ? PythonText.skipSpace(source, start + word.length())
                : -1;
    }

    private void raw() {
        int begin = line;
        for (int tag = source.indexOf("{%", position);
                tag >= 0;
                tag = source.indexOf("{%", tag + 2)) {
            char control = tag + 2 < source.length() ? source.charAt(tag + 2) : ' ';
            boolean controlled = control == '-' || control == '+';
            int after = keyword(tag + (controlled ? 3 : 2), "endraw");
            if (after < 0) {
                continue;
            }
            char closing = after < source.length() ? source.charAt(after) : ' ';
            int close = closing == '-' || closing == '+' ? after + 1 : after;
            if (source.startsWith("%}", close)) {
                data(tag, dataEnd(tag, control, true));
                advance(behindTag(close + 2, closing));
                return;
            }
        }
        throw JinjaException.syntax(begin, "missing end of raw directive");
    }

    private void tag(Kind begin, Kind end, String delimiter, int inside) {
        int beginLine = line;
        advance(inside);
        tokens.add(new Token(begin, "", beginLine));
        TagLexer tag = new TagLexer(source, position, line, delimiter);
        tokens.addAll(tag.tokens());
        int close = tag.end();
        boolean minus = source.charAt(close) == '-';
        boolean plus = source.charAt(close) == '+';
        int behind = close + delimiter.length() + (minus || plus ? 1 : 0);
        advance(close);
        tokens.add(new Token(end, "", line));
        if (end == Kind.BLOCK_END) {
            advance(behindTag(behind, minus ? '-' : plus ? '+' : ' '));
        } else {
            advance(minus ? PythonText.skipSpace(source, behind) : behind);
        }
    }
}
