package dev.mote.text.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.format.ModelFormatException;
import dev.mote.text.vocabulary.Utf8;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The small matcher finds what java.util.regex finds, and refuses what it cannot run safely. */
class SplitPatternTest {
    @Test
    void agreesWithTheJdkOnPublishedExpressions() {
        for (String expression :
                List.of(
                        Families.GPT2,
                        "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
                                + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                        "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*"
                                + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t)?|\\p{N}{2,}"
                                + "|[^\\s\\p{L}\\p{N}]++|^\\s|\\s+$")) {
            Pattern jdk =
                    Pattern.compile(
                            expression
                                    .replace("\\s", "\\p{IsWhite_Space}")
                                    .replace("\\S", "\\P{IsWhite_Space}"));
            Random random = new Random(3);
            for (int i = 0; i < 3000; i++) {
                String text = text(random);
                assertThat(words(expression, text)).as(text).isEqualTo(words(jdk, text));
            }
        }
    }

    @Test
    void refusesWhatCouldRunAway() {
        for (String expression :
                List.of(
                        "(a+)+b", "(?:ab)*", "a+?", "(?<=a)b", "\\bword", "\\1", "a{2,1}", "[b-a]",
                        "\\p{L", "[\\p{L", "\\x{41", "[a", "(a", "a)")) {
            assertThatThrownBy(() -> SplitPattern.compile(expression))
                    .as(expression)
                    .isInstanceOf(SplitPatternException.class)
                    .hasMessageContaining("not supported");
        }
    }

    @Test
    void givesUpOnPolynomialPatternsInsteadOfHanging() {
        Splitter splitter = Splitter.isolating("a*a*a*a*b");
        byte[] text = Utf8.encode("a".repeat(10_000));
        assertThatThrownBy(() -> splitter.split(text, 0, text.length, (from, to) -> {}))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("too long");
    }

    private static List<String> words(String expression, String text) {
        byte[] bytes = Utf8.encode(text);
        List<String> words = new ArrayList<>();
        Splitter.isolating(expression)
                .split(
                        bytes,
                        0,
                        bytes.length,
                        (from, to) ->
                                words.add(
                                        new String(
                                                bytes, from, to - from, StandardCharsets.UTF_8)));
        return words;
    }

    private static List<String> words(Pattern pattern, String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        int end = 0;
        while (matcher.find()) {
            if (matcher.start() > end) {
                words.add(text.substring(end, matcher.start()));
            }
            if (matcher.end() > matcher.start()) {
                words.add(matcher.group());
            }
            end = matcher.end();
        }
        if (end < text.length()) {
            words.add(text.substring(end));
        }
        return words;
    }

    private static String text(Random random) {
        String alphabet = "aB\u00e9\u01c5\u4e2d\u0301'st12\u0663 \t\n\r\u00a0\u3000.,!\u2014";
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(24);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return random.nextInt(4) == 0 ? text + "\ud83d\ude00" : text.toString();
    }
}
