package dev.mote.engine.tools;

import dev.mote.text.grammar.Expression;
import dev.mote.text.grammar.Expression.Literal;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls in the manner of XML: a tag for each parameter, strings without quotes, everything else as
 * JSON. What a string may not contain is the tag that ends it.
 *
 * @param open before calls
 * @param close behind them
 * @param block whether all calls stand between one pair of marks
 * @param tags of the calls
 */
record TaggedCalls(String open, String close, boolean block, Tags tags) implements ToolFormat {
    private static final String CDATA = "<![CDATA[";
    private static final String CDATA_END = "]]>";

    static TaggedCalls each(String open, String close, Tags tags) {
        return new TaggedCalls(open, close, false, tags);
    }

    static TaggedCalls block(String open, String close, Tags tags) {
        return new TaggedCalls(open, close, true, tags);
    }

    @Override
    public List<String> words() {
        List<String> words = new ArrayList<>(tags.words());
        words.add(open);
        words.add(close);
        return words;
    }

    @Override
    public List<ToolCall> read(String body, List<Tool> tools) {
        List<ToolCall> calls = new ArrayList<>();
        Scan scan = new Scan(body, tools);
        do {
            if (!scan.call(calls)) {
                return List.of();
            }
        } while (!scan.isAtEnd());
        return calls;
    }

    /** Goes through the text of calls, whatever white space is between the tags. */
    private final class Scan {
        private final String text;
        private final List<Tool> tools;
        private int at;

        Scan(String text, List<Tool> tools) {
            this.text = text;
            this.tools = tools;
        }

        boolean isAtEnd() {
            skipSpace();
            return at == text.length();
        }

        private void skipSpace() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }

        private boolean take(String mark) {
            skipSpace();
            if (!text.startsWith(mark.strip(), at)) {
                return false;
            }
            at += mark.strip().length();
            return true;
        }

        /** What comes before a mark, which is taken too; null if there is none. */
        private @Nullable String upTo(String mark) {
            int end = text.indexOf(mark, at);
            if (end < 0) {
                return null;
            }
            String found = text.substring(at, end);
            at = end + mark.length();
            return found;
        }

        boolean call(List<ToolCall> calls) {
            if (!take(tags.callStart())) {
                return false;
            }
            String name = name();
            if (name == null || !name.matches("[A-Za-z0-9_.-]+")) {
                return false;
            }
            Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
            while (take(tags.keyStart())) {
                if (!argument(name, arguments)) {
                    return false;
                }
            }
            if (!take(tags.callEnd())) {
                return false;
            }
            calls.add(ToolCall.fresh(name, arguments));
            return true;
        }

        /** Without a mark of its own, a name goes on to the first parameter. */
        private @Nullable String name() {
            if (!tags.nameEnd().isEmpty()) {
                String name = upTo(tags.nameEnd().strip());
                return name == null ? null : name.strip();
            }
            int end = text.indexOf(tags.keyStart(), at);
            String name = text.substring(at, end < 0 ? text.length() : end);
            at += name.length();
            return name.strip();
        }

        private boolean argument(String tool, Map<String, @Nullable Object> arguments) {
            int text1 = text.indexOf(tags.textFollows().strip(), at);
            int other = text.indexOf(tags.otherFollows().strip(), at);
            boolean asText = text1 >= 0 && (other < 0 || text1 <= other);
            boolean told = !tags.textFollows().equals(tags.otherFollows());
            String mark = asText ? tags.textFollows() : tags.otherFollows();
            String key = upTo(mark.strip());
            String value = key == null ? null : upTo(tags.valueEnd().strip());
            if (key == null || value == null) {
                return false;
            }
            if (mark.endsWith("\n")) { // one line break on each side is not the value's
                value = value.startsWith("\n") ? value.substring(1) : value;
                value = value.endsWith("\n") ? value.substring(0, value.length() - 1) : value;
            }
            if (value.startsWith(CDATA) && value.endsWith(CDATA_END)) {
                value = value.substring(CDATA.length(), value.length() - CDATA_END.length());
            }
            Map<String, @Nullable Object> schema = Parameter.schema(tools, tool, key.strip());
            if (told) {
                schema = Map.of("type", asText ? "string" : "other");
            }
            arguments.put(key.strip(), ArgumentText.value(value, schema));
            return true;
        }
    }

    @Override
    public Expression calls(GrammarRules rules, List<Tool> tools, int further) {
        List<Expression> each = new ArrayList<>();
        for (Tool tool : tools) {
            List<Parameter> parameters = Parameter.of(tool);
            List<Expression> entries = new ArrayList<>();
            for (Parameter parameter : parameters) {
                boolean text = ArgumentText.isText(parameter.schema());
                String follows = text ? tags.textFollows() : tags.otherFollows();
                entries.add(
                        Expression.sequence(
                                new Literal(tags.keyStart() + parameter.name() + follows),
                                text ? text(tool, parameter) : rules.json(tool, parameter.schema()),
                                new Literal(tags.valueEnd())));
            }
            each.add(
                    Expression.sequence(
                            new Literal(tags.callStart() + tool.name() + tags.nameEnd()),
                            GrammarRules.entries(
                                    entries, Parameter.required(parameters), Expression.EMPTY),
                            new Literal(tags.callEnd())));
        }
        Expression call = new Expression.Choice(each);
        if (block) {
            return Expression.sequence(
                    GrammarRules.andFurther(call, call, further), new Literal(close));
        }
        Expression one = Expression.sequence(call, new Literal(close));
        Expression next = Expression.sequence(new Literal("\n" + open), one);
        return GrammarRules.andFurther(one, next, further);
    }

    private Expression text(Tool tool, Parameter parameter) {
        List<String> texts = parameter.texts(tool);
        if (!texts.isEmpty()) {
            return new Expression.Choice(texts.stream().<Expression>map(Literal::new).toList());
        }
        return GrammarRules.textWithout(tags.valueEnd().strip());
    }
}
