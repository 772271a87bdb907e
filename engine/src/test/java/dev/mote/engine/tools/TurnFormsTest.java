package dev.mote.engine.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.engine.GenerationEvent;
import dev.mote.format.ModelFile;
import dev.mote.format.gguf.GgufFile;
import dev.mote.format.json.Json;
import dev.mote.testing.Conformance;
import dev.mote.text.tokenizer.Tokenizer;
import dev.mote.text.tokenizer.Tokenizers;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reasoning, text and calls in the forms of several families, in pieces of any length. */
class TurnFormsTest {
    private static final Tool TOOL =
            new Tool(
                    "note",
                    "",
                    Json.parseObject(
                            "schema",
                            """
                            {"type":"object","properties":{"text":{"type":"string"},
                            "tags":{"type":"array","items":{"type":"string"}},
                            "on":{"type":"boolean"}},"required":["text"]}\
                            """));

    private static final Tokenizer TOKENIZER = tokenizer();

    private static Tokenizer tokenizer() {
        try (ModelFile file =
                GgufFile.open(Conformance.file("golden/models/llama-bias.gguf").orElseThrow())) {
            return Tokenizers.of(file);
        }
    }

    private static void assertTurn(
            ReasoningFormat reasoning,
            ToolFormat format,
            String answer,
            String thoughts,
            String text,
            String... arguments) {
        int plain = TOKENIZER.encode("a", Tokenizer.Special.NONE)[0];
        for (int length = 1; length <= answer.length(); length += length < 20 ? 1 : 7) {
            Turn turn = new Turn();
            TurnReader reader = new TurnReader(TOKENIZER, reasoning, format, List.of(TOOL), turn);
            for (int i = 0; i < answer.length(); i += length) {
                String piece = answer.substring(i, Math.min(answer.length(), i + length));
                reader.take(new GenerationEvent.Token(plain, piece, Optional.empty()));
            }
            reader.end();
            assertThat(turn.reasoning()).as("pieces of %d", length).isEqualTo(thoughts);
            assertThat(turn.text().strip()).as("pieces of %d", length).isEqualTo(text);
            assertThat(turn.calls()).extracting(ToolCall::arguments).containsExactly(arguments);
        }
    }

    private static ReasoningFormat reasoning(String source) {
        return ReasoningFormat.of(source);
    }

    @Test
    void channelsAreThoughtsTextAndCalls() {
        ReasoningFormat harmony = reasoning("<|channel|>analysis");
        assertTurn(
                harmony,
                ToolFormats.HARMONY,
                "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>Yes.",
                "Hm.",
                "Yes.");
        assertTurn(
                harmony,
                ToolFormats.HARMONY,
                "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>commentary"
                        + " to=functions.note <|constrain|>json<|message|>{\"text\": \"a\"}",
                "Hm.",
                "",
                "{\"text\":\"a\"}");
    }

    @Test
    void partsForAllAreTextAndOthersCalls() {
        assertTurn(
                ReasoningFormat.THINK,
                ToolFormats.FUNCTIONARY_32,
                "all\nSee below.\n>>>note\n{\"text\": \"a\"}>>>note\n{\"text\": \"b\"}",
                "",
                "See below.",
                "{\"text\":\"a\"}",
                "{\"text\":\"b\"}");
    }

    @Test
    void stringsInTagsAreNotReadAsJson() {
        assertTurn(
                ReasoningFormat.THINK,
                ToolFormats.QWEN_XML,
                """
                <think>
                Well.
                </think>

                <tool_call>
                <function=note>
                <parameter=text>
                {"a": 1}
                second line
                </parameter>
                <parameter=tags>
                ["x"]
                </parameter>
                </function>
                </tool_call>\
                """,
                "\nWell.\n",
                "",
                "{\"text\":\"{\\\"a\\\": 1}\\nsecond line\",\"tags\":[\"x\"]}");
        assertTurn(
                ReasoningFormat.THINK,
                ToolFormats.MINICPM,
                "<function name=\"note\"><param name=\"text\"><![CDATA[a < b]]></param></function>",
                "",
                "",
                "{\"text\":\"a < b\"}");
    }

    @Test
    void literalsOfPythonAndOfGemmaAreRead() {
        assertTurn(
                ReasoningFormat.THINK,
                ToolFormats.LFM,
                "Sure.<|tool_call_start|>[note(text='it\\'s', on=True), note(text=\"b\","
                        + " tags=['x', 'y'])]<|tool_call_end|>",
                "",
                "Sure.",
                "{\"text\":\"it's\",\"on\":true}",
                "{\"text\":\"b\",\"tags\":[\"x\",\"y\"]}");
        assertTurn(
                reasoning("<|channel>thought"),
                ToolFormats.GEMMA,
                "<|channel>thought\n"
                    + "Hm.\n"
                    + "<channel|><|tool_call>call:note{on:false,tags:[<|\"|>x<|\"|>,<|\"|>y<|\"|>],text:<|\"|>a,"
                    + " {b}<|\"|>}<tool_call|>",
                "Hm.\n",
                "",
                "{\"on\":false,\"tags\":[\"x\",\"y\"],\"text\":\"a, {b}\"}");
    }

    @Test
    void aMarkInsideAStringDoesNotEndTheCall() {
        assertTurn(
                ReasoningFormat.THINK,
                ToolFormats.HERMES,
                """
                <tool_call>
                {"name": "note", "arguments": {"text": "</tool_call>"}}
                </tool_call>\
                """,
                "",
                "",
                "{\"text\":\"</tool_call>\"}");
    }

    @Test
    void manyCallsInOneBlockAreAllRead() {
        String call = "<｜tool▁call▁begin｜>note<｜tool▁sep｜>{\"text\": \"a\"}<｜tool▁call▁end｜>";
        assertTurn(
                ReasoningFormat.THINK,
                ToolFormats.DEEPSEEK_V31,
                "<｜tool▁calls▁begin｜>" + call + call + "<｜tool▁calls▁end｜>",
                "",
                "",
                "{\"text\":\"a\"}",
                "{\"text\":\"a\"}");
        assertTurn(
                ReasoningFormat.THINK,
                ToolFormats.MISTRAL_NAMED,
                "[TOOL_CALLS]note[ARGS]{\"text\":"
                        + " \"[TOOL_CALLS]\"}[TOOL_CALLS]note[CALL_ID]abc123def[ARGS]{}",
                "",
                "",
                "{\"text\":\"[TOOL_CALLS]\"}",
                "{}");
    }

    @Test
    void whatAFormCannotEnforceIsRefused() {
        Tool tool =
                new Tool(
                        "f",
                        "",
                        Map.of(
                                "type",
                                "object",
                                "properties",
                                Map.of("x", Map.of("type", "string", "pattern", "a+"))));
        assertThatThrownBy(() -> new CallGrammar(ToolFormats.QWEN_XML, List.of(tool), true))
                .isInstanceOf(ToolException.class)
                .hasMessageContaining("'pattern' of 'x'");
        new CallGrammar(ToolFormats.HERMES, List.of(tool), true); // where JSON is written it can
    }
}
