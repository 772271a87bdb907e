package dev.mote.text.grammar.regex;

import dev.mote.text.grammar.CodePoints;
import dev.mote.text.grammar.CodePointsBuilder;

import java.lang.Character.UnicodeScript;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** Unicode's general categories and scripts, found once by looking at every character. */
final class UnicodeClasses {
    /** General categories by the numbers of {@link Character#getType(int)}. */
    private static final List<String> NAMES =
            List.of(
                    "Cn", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Me", "Mc", "Nd", "Nl", "No", "Zs",
                    "Zl", "Zp", "Cc", "Cf", "", "Co", "Cs", "Pd", "Ps", "Pe", "Pc", "Po", "Sm",
                    "Sc", "Sk", "So", "Pi", "Pf");

    private UnicodeClasses() {}

    /** A category of two letters, or all whose names begin with one. */
    static Optional<CodePoints> category(String name) {
        return Optional.ofNullable(Categories.BY_NAME.get(name));
    }

    /** The characters of a script; none for a script without any. */
    static CodePoints script(UnicodeScript script) {
        return Scripts.BY_NAME.getOrDefault(script, CodePoints.NONE);
    }

    private static final class Categories {
        static final Map<String, CodePoints> BY_NAME = find();

        private static Map<String, CodePoints> find() {
            Map<String, CodePointsBuilder> found = new HashMap<>();
            gather(found, c -> NAMES.get(Character.getType(c)));
            Map<String, CodePointsBuilder> groups = new HashMap<>();
            found.forEach((name, set) ->
                    groups.computeIfAbsent(name.substring(0, 1), _ -> new CodePointsBuilder())
                            .add(set.build()));
            found.putAll(groups);
            Map<String, CodePoints> sets = new HashMap<>();
            found.forEach((name, set) -> sets.put(name, set.build()));
            return Map.copyOf(sets);
        }
    }

    private static final class Scripts {
        static final Map<UnicodeScript, CodePoints> BY_NAME = find();

        private static Map<UnicodeScript, CodePoints> find() {
            Map<UnicodeScript, CodePointsBuilder> found = new EnumMap<>(UnicodeScript.class);
            gather(found, UnicodeScript::of);
            Map<UnicodeScript, CodePoints> sets = new EnumMap<>(UnicodeScript.class);
            found.forEach((script, set) -> sets.put(script, set.build()));
            return Map.copyOf(sets);
        }
    }

    /** Looks at every character once and adds runs of one class to it. */
    private static <K> void gather(Map<K, CodePointsBuilder> sets, IntFunction<K> classOf) {
        int first = 0;
        K current = classOf.apply(0);
        for (int c = 1; c <= Character.MAX_CODE_POINT + 1; c++) {
            boolean ends = c > Character.MAX_CODE_POINT;
            if (ends || !classOf.apply(c).equals(current)) {
                sets.computeIfAbsent(current, _ -> new CodePointsBuilder()).add(first, c - 1);
                first = c;
                current = ends ? current : classOf.apply(c);
            }
        }
    }
}
