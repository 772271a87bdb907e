package dev.mote.engine.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.engine.GenerationEvent;
import dev.mote.engine.chat.ArgumentsAsText;
import dev.mote.format.ModelFile;
import dev.mote.format.gguf.GgufFile;
import dev.mote.format.json.Json;
import dev.mote.testing.Conformance;
import dev.mote.text.grammar.Grammar;
import dev.mote.text.grammar.automaton.Automaton;
import dev.mote.text.grammar.automaton.State;
import dev.mote.text.template.ChatRequest;
import dev.mote.text.template.ChatTemplate;
import dev.mote.text.template.TemplateException;
import dev.mote.text.tokenizer.Tokenizer;
import dev.mote.text.tokenizer.Tokenizers;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every chat template of the collection that mentions tools is recognised, or offers none; it tells
 * the model of the tools; a call as the template itself writes it is read back and is allowed by
 * the grammar.
 */
class ToolTemplatesTest {
    private static final String SUITE = "tool templates";
    private static final String ASK = "How hot is it over there?";

    private static final Tool TOOL =
            new Tool(
                    "read_sensor",
                    "Read one sensor of this device.",
                    Json.parseObject(
                            "schema",
                            """
                            {"type":"object","properties":{
                              "name":{"type":"string","description":"Its name"},
                              "samples":{"type":"integer","minimum":1,"description":"How many"},
                              "raw":{"type":"boolean","description":"As it is"}},"required":["name"]}\
                            """));

    private static final Map<String, Object> ARGUMENTS = ordered("name", "boiler 3", "samples", 3L);

    /** Templates that mention calls but have no place for tools: there is nothing to offer. */
    private static final List<String> WITHOUT_TOOLS =
            List.of(
                    "deepseek-ai-DeepSeek-R1-Distill-Llama-8B",
                    "deepseek-ai-DeepSeek-R1-Distill-Qwen-32B",
                    "deepseek-ai-DeepSeek-V3.1",
                    "HuggingFaceTB-SmolLM3-3B");

    /** Calls of models whose templates offer tools but do not show what calls look like. */
    private static final Map<String, String> WRITTEN_BY_MODEL =
            Map.of(
                    "LFM2.5-Instruct",
                    "<|tool_call_start|>[read_sensor(name=\"boiler 3\","
                            + " samples=3)]<|tool_call_end|>",
                    "ibm-granite-granite-3.3-2B-Instruct",
                    "<|tool_call|>[{\"name\": \"read_sensor\", \"arguments\": {\"name\": \"boiler"
                            + " 3\", \"samples\": 3}}]");

    @Test
    void everyTemplateThatOffersToolsIsUnderstood() throws IOException {
        Optional<Path> folder = Conformance.folder("chat-templates");
        if (folder.isEmpty()) {
            Conformance.skipped(SUITE, "no folder chat-templates in mote.shared");
            return;
        }
        List<Path> templates = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.get())) {
            for (Path file : files.filter(f -> f.toString().endsWith(".jinja")).sorted().toList()) {
                String source = Files.readString(file);
                if (source.contains("tools") || source.contains("tool_call")) {
                    templates.add(file);
                }
            }
        }
        List<String> failures = new ArrayList<>();
        for (Path file : templates) {
            String name = String.valueOf(file.getFileName()).replace(".jinja", "");
            try {
                check(name, Files.readString(file));
            } catch (AssertionError | RuntimeException e) { // told together below
                failures.add(name + ": " + e.getMessage());
            }
        }
        Conformance.report(SUITE, templates.size() - failures.size(), templates.size());
        assertThat(failures).isEmpty();
        assertThat(templates).hasSizeGreaterThan(30);
    }

    private static void check(String name, String source) {
        Optional<ToolFormat> format = ToolFormats.of(source);
        if (WITHOUT_TOOLS.contains(name)) {
            assertThat(format).isEmpty();
            return;
        }
        assertThat(format).as("known").isPresent();
        ChatTemplate template = ChatTemplate.compile(source);
        assertThat(render(template, false, false)).as("offers the tool").contains("read_sensor");
        String written = WRITTEN_BY_MODEL.get(name);
        if (written == null) {
            String text = rendered(template);
            String turn = text.substring(text.lastIndexOf(ASK) + ASK.length());
            written = call(turn, format.get());
        }
        Turn read = read(format.get(), written);
        assertThat(read.calls()).as("calls read from %s", written).hasSize(1);
        assertThat(read.calls().getFirst().name()).isEqualTo("read_sensor");
        assertThat(Json.parseObject("arguments", read.calls().getFirst().arguments()))
                .isEqualTo(ARGUMENTS);
        assertThat(read.text().strip()).isEmpty();
        // The grammar demands calls in one line, where one template breaks them.
        boolean broken = name.equals("CohereForAI-c4ai-command-r-plus-tool_use");
        assertAllowed(format.get(), broken ? inOneLine(format.get()) : written);
    }

    /** As the engine does it: arguments as objects, or else as text. */
    private static String rendered(ChatTemplate template) {
        try {
            return render(template, true, false);
        } catch (TemplateException e) { // it takes them as text
            return render(template, true, true);
        }
    }

    private static String inOneLine(ToolFormat format) {
        return format.open()
                + "[{\"tool_name\": \"read_sensor\", \"parameters\": {\"name\": \"boiler 3\"}}]"
                + format.close();
    }

    /** From the opening to the end of what belongs to the call. */
    private static String call(String turn, ToolFormat format) {
        int from = format.open().isEmpty() ? turn.indexOf('{') : turn.indexOf(format.open());
        assertThat(from).as("'%s' in %s", format.open(), turn).isNotNegative();
        String rest = turn.substring(from);
        int close = rest.indexOf(format.close(), format.open().length());
        if (!format.close().isEmpty()) {
            return rest.substring(0, close + format.close().length());
        }
        int end = rest.length();
        for (String mark : List.of("<|eot_id|>", "</s>", "<|call|>", "<|message_sep|>")) {
            int found = rest.indexOf(mark);
            end = found >= 0 ? Math.min(end, found) : end;
        }
        return rest.substring(0, end);
    }

    private static String render(ChatTemplate template, boolean called, boolean asText) {
        Map<String, @Nullable Object> user = new LinkedHashMap<>();
        user.put("role", "user");
        user.put("content", ASK);
        ChatRequest.Builder request = ChatRequest.builder().message(user);
        request.tools(List.of(TOOL.forTemplate()));
        request.bosToken("<s>").eosToken("</s>");
        request.variable("functions", "read_sensor"); // of Firefunction's template
        request.variable("datetime", "today");
        request.addGenerationPrompt(!called);
        if (called) {
            Map<String, Object> function = ordered("name", "read_sensor", "arguments", ARGUMENTS);
            Map<String, Object> call =
                    ordered("id", "call00001", "type", "function", "function", function);
            Map<String, Object> message =
                    ordered("role", "assistant", "content", "", "tool_calls", List.of(call));
            request.message(asText ? ArgumentsAsText.of(List.of(message)).getFirst() : message);
        }
        return template.render(request.build()).text();
    }

    private static Turn read(ToolFormat format, String written) {
        Tokenizer tokenizer = tokenizer();
        int plain = tokenizer.encode("a", Tokenizer.Special.NONE)[0];
        Turn turn = new Turn();
        TurnReader reader =
                new TurnReader(tokenizer, ReasoningFormat.THINK, format, List.of(TOOL), turn);
        String answer =
                format.opensInPrompt() ? written.substring(format.open().length()) : written;
        for (int i = 0; i < answer.length(); i += 3) {
            String piece = answer.substring(i, Math.min(answer.length(), i + 3));
            reader.take(new GenerationEvent.Token(plain, piece, Optional.empty()));
        }
        reader.end();
        return turn;
    }

    private static Tokenizer tokenizer() {
        try (ModelFile file =
                GgufFile.open(Conformance.file("golden/models/llama-bias.gguf").orElseThrow())) {
            return Tokenizers.of(file);
        }
    }

    private static void assertAllowed(ToolFormat format, String written) {
        CallGrammar grammar = new CallGrammar(format, List.of(TOOL), true);
        boolean inPrompt = format.opensInPrompt();
        String answer = inPrompt ? written.substring(format.open().length()) : written;
        assertThat(accepts(grammar.required(), answer)).as("grammar of %s", answer).isTrue();
        String text = inPrompt ? format.textFollows() + "Well. " : "Well. ";
        if (!format.open().isEmpty()) {
            assertThat(accepts(grammar.optional(), text + written)).isTrue();
            assertThat(accepts(grammar.optional(), text)).isTrue();
        }
        String wrong = answer.replace("read_sensor", "erase_disk");
        assertThat(accepts(grammar.required(), wrong)).isFalse();
    }

    private static boolean accepts(Grammar grammar, String text) {
        Automaton automaton = Automaton.of(grammar);
        State state = automaton.next(automaton.start(), text.getBytes(StandardCharsets.UTF_8));
        return !state.isDead() && state.isAccepting();
    }

    private static Map<String, Object> ordered(Object... entries) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put(String.valueOf(entries[i]), entries[i + 1]);
        }
        return map;
    }
}
