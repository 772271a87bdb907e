package dev.mote.engine.tools;

import dev.mote.text.grammar.Expression;
import dev.mote.text.grammar.Expression.Literal;
import dev.mote.text.grammar.Expression.Repeat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Calls as a name, a mark and a JSON object of arguments.
 *
 * @param open before calls
 * @param close behind them
 * @param before before each name, where several calls stand between open and close
 * @param after behind each object
 * @param idMark between the name and an id, which may be missing; empty for none
 * @param betweens what may stand between name and arguments; the first is the usual one
 * @param textFollows what, in the place of a name, says that text follows
 */
record NamedCalls(
        String open,
        String close,
        String before,
        String after,
        String idMark,
        List<String> betweens,
        String textFollows)
        implements ToolFormat {
    private static final int ID_LENGTH_MAX = 9;

    static NamedCalls of(String open, String close) {
        return new NamedCalls(open, close, "", "", "", List.of(), "");
    }

    NamedCalls inside(String newBefore, String newAfter) {
        return new NamedCalls(open, close, newBefore, newAfter, idMark, betweens, textFollows);
    }

    NamedCalls withId(String mark) {
        return new NamedCalls(open, close, before, after, mark, betweens, textFollows);
    }

    NamedCalls between(String... marks) {
        return new NamedCalls(open, close, before, after, idMark, List.of(marks), textFollows);
    }

    NamedCalls openInPrompt(String text) {
        return new NamedCalls(open, close, before, after, idMark, betweens, text);
    }

    @Override
    public boolean opensInPrompt() {
        return !textFollows.isEmpty();
    }

    @Override
    public List<String> words() {
        List<String> words = new ArrayList<>(betweens);
        words.addAll(List.of(open, close, before, after, idMark));
        return words;
    }

    private Pattern head() {
        String id = idMark.isEmpty() ? "" : "(?:" + quoted(idMark) + "[0-9A-Za-z]+)?";
        return Pattern.compile(
                "\\s*(?:%s)?%s([A-Za-z0-9_.-]+?)%s(?:%s)\\s*"
                        .formatted(
                                quoted(open),
                                quoted(before),
                                id,
                                betweens.stream()
                                        .map(NamedCalls::quoted)
                                        .collect(Collectors.joining("|"))));
    }

    /** A word whatever white space is around it. */
    private static String quoted(String word) {
        if (word.isBlank()) {
            return word.isEmpty() ? "" : "\\s+";
        }
        return "\\s*" + Pattern.quote(word.strip());
    }

    @Override
    public List<ToolCall> read(String body, List<Tool> tools) {
        List<ToolCall> calls = new ArrayList<>();
        Matcher head = head().matcher(body);
        int at = 0;
        while (!body.substring(at).isBlank()) {
            if (!head.find(at) || head.start() != at) {
                return List.of();
            }
            int end = ArgumentText.endOfObject(body, head.end());
            if (end < 0
                    || !(ArgumentText.json(body.substring(head.end(), end)).orElse(null)
                            instanceof Map<?, ?> arguments)) {
                return List.of();
            }
            calls.add(ToolCall.fresh(head.group(1), arguments));
            at = end;
            if (!after.isEmpty()) {
                if (!body.startsWith(after, at)) {
                    return List.of();
                }
                at += after.length();
            }
        }
        return calls;
    }

    @Override
    public Expression calls(GrammarRules rules, List<Tool> tools, int further) {
        Expression between =
                new Expression.Choice(betweens.stream().<Expression>map(Literal::new).toList());
        if (!idMark.isEmpty()) {
            Expression digit =
                    Expression.choice(
                            Expression.range('0', '9'),
                            Expression.range('A', 'Z'),
                            Expression.range('a', 'z'));
            between =
                    Expression.sequence(
                            Expression.optional(
                                    Expression.sequence(
                                            new Literal(idMark),
                                            new Repeat(digit, 1, ID_LENGTH_MAX))),
                            between);
        }
        List<Expression> each = new ArrayList<>();
        for (Tool tool : tools) {
            each.add(
                    Expression.sequence(
                            new Literal(before + tool.name()),
                            between,
                            rules.arguments(tool),
                            new Literal(after)));
        }
        Expression call = new Expression.Choice(each);
        if (!before.isEmpty()) { // all of them between one pair of marks
            return Expression.sequence(
                    GrammarRules.andFurther(call, call, further), new Literal(close));
        }
        Expression one = Expression.sequence(call, new Literal(close));
        return GrammarRules.andFurther(one, Expression.sequence(new Literal(open), one), further);
    }
}
