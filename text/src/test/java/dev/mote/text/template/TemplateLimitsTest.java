package dev.mote.text.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** A hostile template ends with a typed error, soon and in little memory. */
class TemplateLimitsTest {
    private static final TemplateLimits TIGHT =
            new TemplateLimits(100_000, 2_000_000, 1 << 20, 1 << 22, 500, Duration.ofSeconds(5));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
                "{% for x in [[1]] recursive %}{{ loop([[1]]) }}{% endfor %}",
                "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
                "{% set n = namespace(s='x') %}{% for i in range(99) %}{% set n.s = n.s + n.s %}{%"
                    + " endfor %}",
                "{% set n = namespace(s=[1]) %}{% for i in range(99) %}{% set n.s = n.s + n.s %}{%"
                    + " endfor %}",
                "{% set n = namespace(s=[1]) %}{% for i in range(99) %}{% set _ = n.s.extend(n.s)"
                    + " %}{% endfor %}",
                "{{ 'x' * 1000000000 }}",
                "{{ 'x' * 9223372036854775807 }}",
                "{{ [0] * 9223372036854775807 }}",
                "{{ range(100001) }}",
                "{{ range(-9223372036854775807, 9223372036854775807)|length }}",
                "{% for i in range(99999) %}{{ 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' }}{% endfor %}",
                "{{ 'x'|center(2000000000) }}",
                "{{ '%999999999d' % 1 }}",
                "{{ '{:>999999999}'.format(1) }}",
                "{{ 'x'.ljust(999999999) }}{{ 'x'.zfill(999999999) }}",
                "{{ 'a\\tb'.expandtabs(999999999) }}",
                "{{ 'a\\nb'|indent(999999999) }}",
                "{{ [[1]]|tojson(indent=999999999) }}",
                "{{ ('x' * 100000)|replace('', 'yyyyyyyyyyyyyyyyyyyyyyyy') }}",
                "{{ ('x' * 100000)|list|join('yyyyyyyyyyyyyyyyyyyyyyyyy') }}",
                "{{ [1]|batch(9223372036854775807, 0)|list }}",
                "{{ [1]|slice(9223372036854775807, 0)|list }}",
                "{% set l = [] %}{% set _ = l.append(l) %}{{ l }}",
                "{% set l = [] %}{% set _ = l.append(l) %}{{ l|tojson }}",
                "{% set l = [] %}{% set k = [] %}{% set _ = l.append(k) %}{% set _ = k.append(l)"
                    + " %}{{ l == k }}",
                "{% set n = namespace(s=1) %}{% for i in range(9999) %}{% set n.s = [n.s] %}{%"
                    + " endfor %}{{ n.s }}",
                "{% set n = namespace(s='<') %}{% for i in range(99) %}{% set n.s = n.s|forceescape"
                    + " * 9 %}{% endfor %}",
            })
    void refusesWhatWouldRunAway(String source) {
        ChatTemplate template = ChatTemplate.compile(source).withLimits(TIGHT);
        assertThatThrownBy(() -> template.render(Map.of()))
                .isInstanceOfSatisfying(
                        TemplateException.class,
                        e -> assertThat(e.kind()).isEqualTo(TemplateException.Kind.LIMIT));
    }

    @Test
    void searchesInLinearTimeForNeedlesMadeToBeSlow() {
        String source =
                "{% set t = 'a' * 500000 %}{% set n = 'a' * 250000 + 'b' %}"
                        + "{{ n in t }}{{ t.find(n) }}{{ t.split(n)|length }}{{ t.count(n) }}";
        assertThat(ChatTemplate.compile(source).withLimits(TIGHT).render(Map.of()).text())
                .isEqualTo("False-110");
    }

    @Test
    void refusesBackwardSearchesMadeToBeSlow() {
        String source = "{{ ('a' * 500000).rfind('b' + 'a' * 250000) }}";
        ChatTemplate template = ChatTemplate.compile(source).withLimits(TIGHT);
        assertThatThrownBy(() -> template.render(Map.of())).isInstanceOf(TemplateException.class);
    }

    @Test
    void stopsWhenTimeIsUp() {
        TemplateLimits brief =
                new TemplateLimits(
                        1000, Long.MAX_VALUE, 1 << 20, 1 << 20, 100, Duration.ofMillis(50));
        String source =
                "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}";
        assertThatThrownBy(() -> ChatTemplate.compile(source).withLimits(brief).render(Map.of()))
                .hasMessage("chat template, line 1: the template takes too much time");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "{1:", "not ", "-", "a if b else ", "a[", "f(", "1 is in ("})
    void refusesSourceThatNestsTooDeep(String opening) {
        assertThatThrownBy(() -> ChatTemplate.compile("{{ " + opening.repeat(50_000)))
                .isInstanceOfSatisfying(
                        TemplateException.class,
                        e -> assertThat(e.kind()).isEqualTo(TemplateException.Kind.SYNTAX));
    }

    @Test
    void refusesBlocksThatNestTooDeep() {
        assertThatThrownBy(() -> ChatTemplate.compile("{% if 1 %}".repeat(50_000)))
                .hasMessageContaining("nests deeper than");
    }

    @Test
    void refusesSourceThatIsTooLong() {
        assertThatThrownBy(() -> ChatTemplate.compile("x".repeat((1 << 20) + 1)))
                .hasMessageContaining("more than the 1048576 allowed");
    }

    @Test
    void longChainsEndWithAnErrorOrAResult() {
        ChatTemplate sum = ChatTemplate.compile("{{ 1" + " + 1".repeat(400) + " }}");
        assertThat(sum.render(Map.of()).text()).isEqualTo("401");
        ChatTemplate endless = ChatTemplate.compile("{{ 1" + " + 1".repeat(100_000) + " }}");
        assertThatThrownBy(() -> endless.render(Map.of())).hasMessageContaining("nests deeper");
        ChatTemplate concat = ChatTemplate.compile("{{ 'a'" + " ~ 'a'".repeat(50_000) + " }}");
        assertThat(concat.render(Map.of()).text()).hasSize(50_001);
    }

    @Test
    void theNestingLimitFitsASmallStack() throws InterruptedException {
        String source =
                "{% macro m(n) %}{% if n %}{{ (m(n - 1) ~ '.')|upper }}{% endif %}{% endmacro %}"
                        + "{{ m(1000) }}";
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread =
                new Thread(
                        null,
                        () -> {
                            try {
                                ChatTemplate.compile(source).render(Map.of());
                            } catch (TemplateException e) {
                                thrown.set(e);
                            }
                        },
                        "small stack",
                        512 * 1024);
        thread.start();
        thread.join();
        assertThat(thrown.get()).hasMessageContaining("nests deeper than 500 levels");
    }
}
