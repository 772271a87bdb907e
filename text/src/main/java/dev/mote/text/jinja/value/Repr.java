package dev.mote.text.jinja.value;

import dev.mote.text.jinja.Budget;

import java.util.List;

/** Python's {@code str()} and {@code repr()} of values. */
public final class Repr {
    private final Budget budget;
    private final TextBuilder out;

    private Repr(Budget budget) {
        this.budget = budget;
        this.out = new TextBuilder(budget);
    }

    /** A value as it prints; text is itself, with its origin and mark. */
    public static Text str(Value value, Budget budget) {
        return switch (value) {
            case Text text -> text;
            case Undefined _ -> Text.EMPTY;
            default -> repr(value, budget);
        };
    }

    /** A value as Python source would write it. */
    public static Text repr(Value value, Budget budget) {
        Repr writer = new Repr(budget);
        writer.write(value);
        return writer.out.build();
    }

    /** A scalar for a message, cut to a readable length; containers give their type only. */
    static String plain(Value value) {
        return switch (value) {
            case Text text ->
                    quoted(text.size() > 60 ? text.chars().substring(0, 60) : text.chars());
            case Int number -> Long.toString(number.value());
            case Real number -> Numbers.repr(number.value());
            case Bool bool -> bool == Bool.TRUE ? "True" : "False";
            case None _ -> "None";
            default -> value.typeName();
        };
    }

    private void write(Value value) {
        budget.step();
        budget.enter();
        switch (value) {
            case Text text -> write(text);
            case Int _, Real _, Bool _, None _ -> out.append(plain(value));
            case Undefined _ -> out.append("Undefined");
            case ListValue list -> write("[", list.elements(), "]");
            case TupleValue tuple ->
                    write("(", tuple.elements(), tuple.elements().size() == 1 ? ",)" : ")");
            case RangeValue range -> write(range);
            case DictValue dict -> write(dict);
            case DictView view -> {
                out.append(view.typeName());
                write("([", view.elements(), "])");
            }
            case Generator _ -> out.append("<generator object>");
            case Namespace namespace -> write(namespace);
            case HostObject object -> out.append(object.printed());
            case Callable callable -> out.append(callable.printed());
        }
        budget.leave();
    }

    private void write(String open, List<Value> elements, String close) {
        out.append(open);
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                out.append(", ");
            }
            write(elements.get(i));
        }
        out.append(close);
    }

    private void write(RangeValue range) {
        out.append("range(" + range.start() + ", " + range.stop());
        out.append(range.step() == 1 ? ")" : ", " + range.step() + ")");
    }

    private void write(DictValue dict) {
        out.append("{");
        boolean[] first = {true};
        dict.forEach((key, value) -> {
            if (!first[0]) {
                out.append(", ");
            }
            first[0] = false;
            write(key);
            out.append(": ");
            write(value);
        });
        out.append("}");
    }

    private void write(Namespace namespace) {
        DictValue attributes = new DictValue();
        namespace.attributes().forEach((name, value) -> attributes.put(Text.of(name), value));
        out.append("<Namespace ");
        write(attributes);
        out.append(">");
    }

    private void write(Text text) {
        out.append(text.isMarkup() ? "Markup(" : "");
        out.append(quoted(text.chars()), text.isTrusted());
        out.append(text.isMarkup() ? ")" : "");
    }

    private static String quoted(String chars) {
        char quote = chars.indexOf('\'') >= 0 && chars.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder quoted = new StringBuilder(chars.length() + 2).append(quote);
        chars.codePoints().forEach(codePoint -> escape(codePoint, quote, quoted));
        return quoted.append(quote).toString();
    }

    private static void escape(int codePoint, char quote, StringBuilder out) {
        switch (codePoint) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\\' -> out.append("\\\\");
            default -> {
                if (codePoint == quote) {
                    out.append('\\').append(quote);
                } else if (printable(codePoint)) {
                    out.appendCodePoint(codePoint);
                } else if (codePoint < 0x100) {
                    out.append(String.format("\\x%02x", codePoint));
                } else if (codePoint < 0x10000) {
                    out.append(String.format("\\u%04x", codePoint));
                } else {
                    out.append(String.format("\\U%08x", codePoint));
                }
            }
        }
    }

    /** Python's {@code str.isprintable}: everything but "Other" and "Separator", space excepted. */
    private static boolean printable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            case Character.SPACE_SEPARATOR -> codePoint == ' ';
            default -> true;
        };
    }
}
