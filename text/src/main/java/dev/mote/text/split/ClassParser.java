package dev.mote.text.split;

/** Single characters, escapes and bracketed classes. */
final class ClassParser {
    private static final int NESTING_MAX = 16;

    private final PatternCursor cursor;
    private final boolean ignoreCase;
    private int depth;

    ClassParser(PatternCursor cursor, boolean ignoreCase) {
        this.cursor = cursor;
        this.ignoreCase = ignoreCase;
    }

    CharacterSet atom() {
        if (cursor.peek() == '[') {
            return bracketed();
        }
        CharacterSet.Builder builder = new CharacterSet.Builder();
        if (cursor.peek() == '.') {
            cursor.at++;
            return builder.addRange('\n', '\n').buildNegated();
        }
        int c = member(builder);
        if (c >= 0) {
            addRange(builder, c, c);
        }
        return builder.build();
    }

    private CharacterSet bracketed() {
        if (++depth > NESTING_MAX) {
            throw cursor.refuse("more than " + NESTING_MAX + " nested classes");
        }
        cursor.at++;
        boolean negated = cursor.peek() == '^';
        if (negated) {
            cursor.at++;
        }
        CharacterSet.Builder builder = new CharacterSet.Builder();
        boolean empty = true;
        while (cursor.peek() != ']' || empty) {
            if (cursor.atEnd()) {
                throw cursor.refuse("class without end");
            }
            if (cursor.startsWith("&&[")) {
                cursor.at += 2;
                builder.require(bracketed());
            } else if (cursor.peek() == '[') {
                builder.add(bracketed());
            } else {
                range(builder);
            }
            empty = false;
        }
        cursor.at++;
        depth--;
        return negated ? builder.buildNegated() : builder.build();
    }

    private void range(CharacterSet.Builder builder) {
        int first = member(builder);
        if (first < 0) {
            return;
        }
        int last = first;
        if (cursor.peek() == '-'
                && cursor.at + 1 < cursor.expression.length()
                && cursor.expression.charAt(cursor.at + 1) != ']') {
            cursor.at++;
            last = member(builder);
            if (last < first) {
                throw cursor.refuse("range without order");
            }
        }
        addRange(builder, first, last);
    }

    private void addRange(CharacterSet.Builder builder, int first, int last) {
        builder.addRange(first, last);
        if (ignoreCase) {
            for (int c = Math.max(first, 'A'); c <= Math.min(last, 'z'); c++) {
                if (Character.isLetter(c)) {
                    builder.addRange(c ^ 0x20, c ^ 0x20);
                }
            }
        }
    }

    /** Reads one code point and returns it, or adds an escape for several and returns -1. */
    private int member(CharacterSet.Builder builder) {
        int c = cursor.next();
        if (c != '\\') {
            return c;
        }
        c = cursor.next();
        switch (c) {
            case 'r' -> {
                return '\r';
            }
            case 'n' -> {
                return '\n';
            }
            case 't' -> {
                return '\t';
            }
            case 's' -> builder.addWhiteSpace();
            case 'S' -> builder.add(new CharacterSet.Builder().addWhiteSpace().buildNegated());
            case 'd' -> builder.addCategories(Categories.mask("Nd"));
            case 'p' -> builder.add(category(false));
            case 'P' -> builder.add(category(true));
            case 'u' -> {
                return hexadecimal(cursor.expression, cursor.at, cursor.at += 4);
            }
            case 'x' -> {
                cursor.expect('{');
                int close = cursor.expression.indexOf('}', cursor.at);
                int codePoint = hexadecimal(cursor.expression, cursor.at, close);
                cursor.at = close + 1;
                return codePoint;
            }
            default -> {
                if (Character.isLetterOrDigit(c)) {
                    throw cursor.refuse("escape '\\" + Character.toString(c) + "'");
                }
                return c;
            }
        }
        return -1;
    }

    private CharacterSet category(boolean negated) {
        cursor.expect('{');
        int close = cursor.expression.indexOf('}', cursor.at);
        if (close < 0) {
            throw cursor.refuse("category without end");
        }
        String name = cursor.expression.substring(cursor.at, close);
        CharacterSet.Builder builder = new CharacterSet.Builder();
        if (name.equals("Han")) {
            builder.addHan();
        } else {
            int mask = Categories.mask(name);
            if (mask == 0) {
                throw cursor.refuse("category '" + name + "'");
            }
            builder.addCategories(mask);
        }
        cursor.at = close + 1;
        return negated ? builder.buildNegated() : builder.build();
    }

    private int hexadecimal(String text, int from, int to) {
        if (to < from
                || to > text.length()
                || !text.substring(from, to).matches("[0-9A-Fa-f]{1,6}")) {
            throw cursor.refuse("code point");
        }
        int codePoint = Integer.parseInt(text.substring(from, to), 16);
        if (!Character.isValidCodePoint(codePoint)) {
            throw cursor.refuse("code point");
        }
        return codePoint;
    }
}
