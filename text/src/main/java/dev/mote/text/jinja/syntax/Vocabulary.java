package dev.mote.text.jinja.syntax;

import dev.mote.text.jinja.JinjaException;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which filters and tests exist, and which unknown ones a template uses.
 *
 * <p>As in Jinja2, an unknown one is an error of the template, except under a condition, where it
 * is an error only when it is reached: templates probe for extensions that way.
 */
final class Vocabulary {
    private final Set<String> filters;
    private final Set<String> tests;
    private final List<JinjaException> unknown = new ArrayList<>();
    private boolean conditional;

    Vocabulary(Set<String> filters, Set<String> tests) {
        this.filters = filters;
        this.tests = tests;
    }

    void useFilter(String name, int line) {
        use(filters, "filter", name, line);
    }

    void useTest(String name, int line) {
        use(tests, "test", name, line);
    }

    private void use(Set<String> known, String what, String name, int line) {
        if (!conditional && !known.contains(name)) {
            unknown.add(JinjaException.syntax(line, "no " + what + " named '" + name + "'"));
        }
    }

    /** Says whether what follows stands under a condition; gives what was so before. */
    boolean conditional(boolean now) {
        boolean before = conditional;
        conditional = now;
        return before;
    }

    int unknownCount() {
        return unknown.size();
    }

    /** Drops the unknown uses from {@code count} on: they turned out to be conditional. */
    void forgive(int count) {
        unknown.subList(count, unknown.size()).clear();
    }

    /** Fails on the first unknown use. */
    void check() {
        if (!unknown.isEmpty()) {
            throw unknown.getFirst();
        }
    }
}
