package dev.mote.text.template;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a chat template is rendered with. Immutable.
 *
 * <p>Names are those of Hugging Face's {@code apply_chat_template}: {@code messages}, {@code
 * tools}, {@code documents}, {@code add_generation_prompt}, the special tokens, and whatever else a
 * template asks for. What is not set is undefined in the template.
 */
public final class ChatRequest {
    private final Map<String, @Nullable Object> variables;
    private final Map<String, String> specialTokens;

    private ChatRequest(
            Map<String, @Nullable Object> variables, Map<String, String> specialTokens) {
        this.variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        this.specialTokens = Map.copyOf(specialTokens);
    }

    /** A request to be filled. */
    public static Builder builder() {
        return new Builder();
    }

    /** The variables but for special tokens. */
    Map<String, @Nullable Object> variables() {
        return variables;
    }

    /** Special tokens by variable name; these are trusted. */
    Map<String, String> specialTokens() {
        return specialTokens;
    }

    /** Fills a request; not thread-safe. */
    public static final class Builder {
        private final List<Map<String, ?>> messages = new ArrayList<>();
        private final Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        private final Map<String, String> specialTokens = new LinkedHashMap<>();

        private Builder() {
            variables.put("add_generation_prompt", true);
        }

        /** Adds a message of plain text. */
        public Builder message(String role, String content) {
            Map<String, Object> message = new LinkedHashMap<>();
            message.put("role", role);
            message.put("content", content);
            return message(message);
        }

        /**
         * Adds a message in the form of OpenAI's API: {@code role}, {@code content} as a string or
         * a list of parts, {@code tool_calls}, {@code tool_call_id}, {@code name}, {@code
         * reasoning_content} and so on. Values are strings, booleans, numbers, null, lists and maps
         * of these.
         */
        public Builder message(Map<String, ?> message) {
            messages.add(message);
            return this;
        }

        /** Tools the model may call, each as OpenAI's API describes one. */
        public Builder tools(List<?> tools) {
            return variable("tools", tools);
        }

        /** Documents to answer from. */
        public Builder documents(List<?> documents) {
            return variable("documents", documents);
        }

        /** Whether the prompt ends with the opening of an answer; true unless set. */
        public Builder addGenerationPrompt(boolean add) {
            return variable("add_generation_prompt", add);
        }

        /** The text of the token that begins a sequence. */
        public Builder bosToken(String text) {
            return specialToken("bos_token", text);
        }

        /** The text of the token that ends a sequence. */
        public Builder eosToken(String text) {
            return specialToken("eos_token", text);
        }

        /** The text of another special token, such as {@code pad_token}; it is trusted. */
        public Builder specialToken(String variable, String text) {
            specialTokens.put(variable, text);
            return this;
        }

        /**
         * Any other variable, such as {@code enable_thinking}. Text in it is not trusted: what
         * looks like a special token stays text.
         */
        public Builder variable(String name, @Nullable Object value) {
            variables.put(name, value);
            return this;
        }

        /** The request so far. */
        public ChatRequest build() {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>(variables);
            // Messages set as a variable replace those that were added.
            copy.putIfAbsent("messages", List.copyOf(messages));
            return new ChatRequest(copy, specialTokens);
        }
    }
}
