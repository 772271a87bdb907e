package dev.mote.text.template;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

class ChatTemplateTest {
    @Test
    void typedRequestsAndRawVariablesRenderAlike() {
        ChatTemplate template =
                ChatTemplate.compile(
                        "{{ bos_token }}{% for m in messages %}{{ m.role }}:{{ m.content }};{%"
                            + " endfor %}{{ tools|tojson }}{{ documents|length }}{{ enable_thinking"
                            + " }}{{ add_generation_prompt }}");
        List<Map<String, Object>> tools = List.of(Map.of("type", "function"));
        ChatRequest request =
                ChatRequest.builder()
                        .bosToken("<s>")
                        .message("user", "hi")
                        .message(Map.of("role", "assistant", "content", "yo"))
                        .tools(tools)
                        .documents(List.of())
                        .variable("enable_thinking", false)
                        .build();
        RenderedPrompt raw =
                template.render(
                        Map.of(
                                "bos_token",
                                "<s>",
                                "messages",
                                List.of(
                                        Map.of("role", "user", "content", "hi"),
                                        Map.of("role", "assistant", "content", "yo")),
                                "tools",
                                tools,
                                "documents",
                                List.of(),
                                "enable_thinking",
                                false,
                                "add_generation_prompt",
                                true));
        assertThat(template.render(request)).isEqualTo(raw);
        assertThat(raw.text())
                .isEqualTo("<s>user:hi;assistant:yo;[{\"type\": \"function\"}]0FalseTrue");
    }

    @Test
    void whatIsNotSetIsUndefined() {
        assertThat(
                        ChatTemplate.compile("{{ tools is defined }}{{ bos_token }}{{ messages }}")
                                .render(ChatRequest.builder().build())
                                .text())
                .isEqualTo("False[]");
    }

    @Test
    void templatesCannotChangeTheCallersObjects() {
        List<Object> mutable = new ArrayList<>(List.of("a"));
        ChatTemplate.compile("{% set _ = x.append('b') %}{{ x }}").render(Map.of("x", mutable));
        assertThat(mutable).containsExactly("a");
    }

    @Test
    void requestsKeepWhatTheyWereBuiltWith() {
        ChatRequest.Builder builder = ChatRequest.builder().message("user", "1");
        ChatRequest first = builder.build();
        builder.message("user", "2");
        ChatTemplate count = ChatTemplate.compile("{{ messages|length }}");
        assertThat(count.render(first).text()).isEqualTo("1");
        assertThat(count.render(builder.build()).text()).isEqualTo("2");
    }

    @Test
    void tellsTheTimeOfTheGivenClock() {
        Clock clock = Clock.fixed(Instant.parse("2026-03-01T23:59:58Z"), ZoneOffset.UTC);
        assertThat(
                        ChatTemplate.compile("{{ strftime_now('%d %B %Y %H:%M:%S') }}")
                                .withClock(clock)
                                .render(Map.of())
                                .text())
                .isEqualTo("01 March 2026 23:59:58");
    }

    @Test
    void oneTemplateServesManyThreads() {
        ChatTemplate template =
                ChatTemplate.compile(
                        "{% set ns = namespace(n=0) %}{% for i in range(100) %}"
                                + "{% set ns.n = ns.n + i * x %}{% endfor %}{{ ns.n }}");
        assertThat(
                        IntStream.range(0, 64)
                                .parallel()
                                .allMatch(i ->
                                        template.render(Map.of("x", i))
                                                .text()
                                                .equals(Integer.toString(4950 * i))))
                .isTrue();
    }

    @Test
    void templatesMayChangeTheirOwnListsAndDictionaries() {
        String source =
                "{% set l = [3, 1] %}{% set _ = l.append(2) %}{% set _ = l.sort() %}{{ l }}"
                        + "{{ l.pop() }}{{ l.pop(0) }}{% set _ = l.insert(0, 9) %}{{ l }}"
                        + "{% set _ = l.extend((1, 2)) %}{% set _ = l.reverse() %}"
                        + "{% set _ = l.remove(1) %}{{ l }}{% set _ = l.clear() %}{{ l }}"
                        + "{% set d = {'a': 1} %}{% set _ = d.update(b=2) %}{{ d.pop('a') }}"
                        + "{{ d.setdefault('c', 3) }}{{ d.pop('z', 0) }}{{ d }}{{ d.popitem() }}"
                        + "{% set _ = d.clear() %}{{ d }}";
        assertThat(ChatTemplate.compile(source).render(Map.of()).text())
                .isEqualTo("[1, 2, 3]31[9, 2][2, 2, 9][]130{'b': 2, 'c': 3}('c', 3){}");
    }
}
