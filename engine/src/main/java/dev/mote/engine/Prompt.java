package dev.mote.engine;

import java.util.List;

/** What a generation starts from. */
public sealed interface Prompt {
    /**
     * Text to be continued. BOS is added if the model wants it; special text stays plain text.
     *
     * @param text any text
     */
    record Text(String text) implements Prompt {}

    /**
     * Token ids, taken as they are.
     *
     * @param tokens ids of the model's vocabulary, at least one
     */
    record Tokens(List<Integer> tokens) implements Prompt {
        /** Copies the list. */
        public Tokens {
            tokens = List.copyOf(tokens);
        }
    }

    /**
     * A conversation to be answered, written by the model's own chat template.
     *
     * @param messages in order, at least one
     */
    record Chat(List<ChatMessage> messages) implements Prompt {
        /** Copies the list. */
        public Chat {
            messages = List.copyOf(messages);
        }
    }

    /** Text to be continued. */
    static Prompt text(String text) {
        return new Text(text);
    }

    /** Token ids, taken as they are. */
    static Prompt tokens(List<Integer> tokens) {
        return new Tokens(tokens);
    }

    /** A conversation to be answered. */
    static Prompt chat(List<ChatMessage> messages) {
        return new Chat(messages);
    }
}
