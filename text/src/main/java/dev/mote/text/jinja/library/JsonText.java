package dev.mote.text.jinja.library;

import dev.mote.text.jinja.Budget;
import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.value.Bool;
import dev.mote.text.jinja.value.Compare;
import dev.mote.text.jinja.value.DictValue;
import dev.mote.text.jinja.value.Generator;
import dev.mote.text.jinja.value.Int;
import dev.mote.text.jinja.value.ListValue;
import dev.mote.text.jinja.value.None;
import dev.mote.text.jinja.value.Numbers;
import dev.mote.text.jinja.value.Real;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.TextBuilder;
import dev.mote.text.jinja.value.TupleValue;
import dev.mote.text.jinja.value.Undefined;
import dev.mote.text.jinja.value.Value;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Values as JSON, byte for byte as Python's {@code json.dumps} writes them.
 *
 * <p>The result is trusted only if every text in it is.
 */
final class JsonText {
    /**
     * How to write.
     *
     * @param indent what one level is indented by, or null for one line
     * @param itemSeparator between elements
     * @param keySeparator between key and value
     * @param sortKeys whether keys are sorted
     * @param asciiOnly whether other characters are escaped
     */
    record Style(
            @Nullable String indent,
            String itemSeparator,
            String keySeparator,
            boolean sortKeys,
            boolean asciiOnly) {}

    private final Style style;
    private final Budget budget;
    private final TextBuilder out;
    private boolean trusted = true;
    private int level;

    private JsonText(Style style, Budget budget) {
        this.style = style;
        this.budget = budget;
        this.out = new TextBuilder(budget);
    }

    static Text write(Value value, Style style, Budget budget) {
        JsonText writer = new JsonText(style, budget);
        writer.write(value);
        return Text.of(writer.out.build().chars(), writer.trusted);
    }

    private void write(Value value) {
        budget.step();
        switch (value) {
            case Text text -> string(text);
            case Int number -> out.append(Long.toString(number.value()));
            case Real number -> out.append(real(number.value()));
            case Bool bool -> out.append(bool == Bool.TRUE ? "true" : "false");
            case None _ -> out.append("null");
            case ListValue list -> array(list.elements());
            case TupleValue tuple -> array(tuple.elements());
            // Python refuses generators; llama.cpp, for which some templates are written, does not.
            case Generator generator -> array(generator.drain());
            case DictValue dict -> object(dict);
            case Undefined undefined -> throw undefined.failure();
            default ->
                    throw JinjaException.type(
                            "a value of type " + value.typeName() + " cannot be written as JSON");
        }
    }

    private static String real(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Infinity" : "-Infinity";
        }
        return Numbers.repr(value);
    }

    private void array(List<Value> elements) {
        open("[");
        for (int i = 0; i < elements.size(); i++) {
            separate(i);
            write(elements.get(i));
        }
        close("]", elements.isEmpty());
    }

    private void object(DictValue dict) {
        open("{");
        List<Value> keys = new ArrayList<>(dict.keys());
        if (style.sortKeys()) {
            keys.sort((a, b) -> Compare.order(a, b, "<", budget));
        }
        for (int i = 0; i < keys.size(); i++) {
            separate(i);
            string(key(keys.get(i)));
            out.append(style.keySeparator());
            Value value = dict.get(keys.get(i));
            write(value == null ? None.NONE : value);
        }
        close("}", keys.isEmpty());
    }

    private static Text key(Value key) {
        return switch (key) {
            case Text text -> text;
            case Bool bool -> Text.of(bool == Bool.TRUE ? "true" : "false");
            case Int number -> Text.of(Long.toString(number.value()));
            case Real number -> Text.of(real(number.value()));
            case None _ -> Text.of("null");
            default ->
                    throw JinjaException.type(
                            "a key of JSON must be a string, number, boolean or none, not "
                                    + key.typeName());
        };
    }

    private void open(String bracket) {
        budget.enter();
        level++;
        out.append(bracket);
    }

    private void separate(int index) {
        if (index > 0) {
            out.append(style.itemSeparator());
        }
        newLine();
    }

    private void close(String bracket, boolean empty) {
        level--;
        if (!empty) {
            newLine();
        }
        out.append(bracket);
        budget.leave();
    }

    private void newLine() {
        if (style.indent() != null) {
            out.append("\n").append(Text.of(style.indent()), level);
        }
    }

    private void string(Text text) {
        trusted &= text.isTrusted();
        budget.scan(text.size());
        String chars = text.chars();
        out.append("\"");
        int copied = 0;
        for (int i = 0; i < chars.length(); i++) {
            String escaped = escape(chars.charAt(i));
            if (escaped != null) {
                out.append(chars.substring(copied, i)).append(escaped);
                copied = i + 1;
            }
        }
        out.append(chars.substring(copied)).append("\"");
    }

    private @Nullable String escape(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\f' -> "\\f";
            case '\b' -> "\\b";
            default ->
                    c < 0x20 || (style.asciiOnly() && c > 0x7E)
                            ? String.format("\\u%04x", (int) c)
                            : null;
        };
    }
}
