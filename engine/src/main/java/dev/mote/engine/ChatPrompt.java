package dev.mote.engine;

import dev.mote.format.Metadata;
import dev.mote.text.template.ChatRequest;
import dev.mote.text.template.ChatTemplate;
import dev.mote.text.template.RenderedPrompt;
import dev.mote.text.tokenizer.Tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Conversations as the model was trained to read them: template, then tokens. */
final class ChatPrompt {
    private final Tokenizer tokenizer;
    private final ChatTemplate template;
    private final Map<String, Object> variables;

    private ChatPrompt(Tokenizer tokenizer, ChatTemplate template, Map<String, Object> variables) {
        this.tokenizer = tokenizer;
        this.template = template;
        this.variables = variables;
    }

    /** With the model's own template. */
    static ChatPrompt of(ModelRuntime runtime) {
        return of(runtime, "", Map.of());
    }

    /**
     * With a template.
     *
     * @param source Jinja; empty for the model's own
     * @throws UnsupportedByModelException if there is none
     * @throws dev.mote.text.template.TemplateException if it cannot be compiled
     */
    static ChatPrompt of(ModelRuntime runtime, String source, Map<String, Object> variables) {
        return new ChatPrompt(
                runtime.tokenizer(),
                source.isEmpty() ? own(runtime) : ChatTemplate.compile(source),
                variables);
    }

    private static ChatTemplate own(ModelRuntime runtime) {
        Metadata metadata = runtime.file().metadata();
        if (metadata.string(ChatTemplate.METADATA_KEY).isEmpty()) {
            throw new UnsupportedByModelException(
                    "'%s' has no chat template; continue text instead, or give the chat a template"
                            .formatted(runtime.file().path().getFileName()));
        }
        return ChatTemplate.of(metadata);
    }

    /** The prompt as text, for people. */
    String text(List<ChatMessage> messages) {
        return rendered(messages).text();
    }

    /** The prompt as tokens; special tokens come from the template alone. */
    int[] tokens(List<ChatMessage> messages) {
        return tokenizer.encode(rendered(messages).spans(), true);
    }

    /**
     * How many tokens of a prompt come before its first message: what it shares with a conversation
     * that says something else.
     */
    int commonTokens(List<ChatMessage> systemMessages, int[] prompt) {
        List<ChatMessage> other = new ArrayList<>(systemMessages);
        other.add(ChatMessage.user("?"));
        int[] otherPrompt = tokens(other);
        int common = Arrays.mismatch(otherPrompt, prompt);
        return common < 0 ? prompt.length : common;
    }

    private RenderedPrompt rendered(List<ChatMessage> messages) {
        ChatRequest.Builder request = ChatRequest.builder();
        variables.forEach(request::variable);
        tokenizer.bos().ifPresent(token -> request.bosToken(tokenizer.piece(token)));
        tokenizer.eos().ifPresent(token -> request.eosToken(tokenizer.piece(token)));
        for (ChatMessage message : messages) {
            request.message(message.role(), message.content());
        }
        return template.render(request.build());
    }
}
