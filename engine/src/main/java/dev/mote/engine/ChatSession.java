package dev.mote.engine;

import dev.mote.model.ContextOverflowException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A conversation with a model. What the model has read stays in the KV cache, so each message costs
 * only what is new.
 *
 * <p>An answer that ends, also by cancelling, becomes part of the conversation together with its
 * question; one that fails or is given up leaves the conversation as it was. With {@link
 * OverflowPolicy#SHIFT} the oldest half of the messages is no longer shown to the model when the
 * conversation outgrows the context; {@link #messages()} keeps them all.
 *
 * <p>For one thread at a time; cancelling works from any thread. Holds a KV cache of the model's
 * context length until closed.
 */
public final class ChatSession implements AutoCloseable {
    private static final int ANSWER_ROOM = 256;

    private final ModelRuntime runtime;
    private final GenerationStarter starter;
    private final ChatOptions options;
    private final ChatPrompt prompt;
    private final Sequence sequence;
    private final List<ChatMessage> messages = new ArrayList<>();
    private String systemPrompt;
    private int firstShown;
    private boolean answering;

    ChatSession(ModelRuntime runtime, GenerationStarter starter, ChatOptions options) {
        this.runtime = runtime;
        this.starter = starter;
        this.options = options;
        systemPrompt = options.systemPrompt();
        messages.addAll(options.history());
        runtime.requireDecoder();
        prompt = ChatPrompt.of(runtime, options.template(), options.templateVariables());
        sequence = runtime.newSequence(new int[0], runtime.contextLength());
    }

    /** Says something and waits for the answer. Errors as for the other forms. */
    public Answer send(String message) {
        return send(message, new CancellationToken(), event -> {});
    }

    /** Says something and tells a listener the answer as it comes, on the calling thread. */
    public Answer send(
            String message, CancellationToken cancellation, Consumer<GenerationEvent> listener) {
        try (Generation generation = stream(message, options.generation(), cancellation)) {
            generation.forEachRemaining(listener);
            return generation.answer();
        }
    }

    /**
     * Says something and lets the caller take the events.
     *
     * @throws ContextOverflowException if it does not fit; with SHIFT, if the message alone does
     *     not
     * @throws IllegalStateException if the last answer is not complete, or session or model are
     *     closed
     * @throws dev.mote.text.template.TemplateException if the template refuses the conversation
     * @throws dev.mote.engine.sampling.InvalidOptionException if the template writes nothing
     */
    public Generation stream(
            String message, GenerationOptions generationOptions, CancellationToken cancellation) {
        if (answering) {
            throw new IllegalStateException(
                    "the last answer is not complete; take or close it first");
        }
        runtime.requireOpen();
        long startNanos = System.nanoTime();
        ChatMessage question = ChatMessage.user(message);
        int shownFrom = firstShown;
        int[] tokens = GenerationStarter.notEmpty(prompt.tokens(conversation(shownFrom, question)));
        int allTokens = tokens.length;
        int keep = generationOptions.keepTokens();
        if (generationOptions.overflow() == OverflowPolicy.SHIFT) {
            int room = roomForPrompt(generationOptions);
            while (tokens.length > room && messages.size() - shownFrom >= 2) {
                shownFrom += olderHalf(messages.size() - shownFrom);
                tokens = prompt.tokens(conversation(shownFrom, question));
            }
            if (tokens.length > runtime.contextLength()) {
                throw new ContextOverflowException(tokens.length, runtime.contextLength());
            }
            keep = Math.max(keep, prompt.commonTokens(systemMessages(), tokens));
        }
        ContextPlan plan =
                ContextPlan.of(tokens, allTokens, keep, generationOptions, runtime.contextLength());
        int nowShownFrom = shownFrom;
        Generation generation =
                starter.start(
                        sequence,
                        plan,
                        plan.prompt().length,
                        generationOptions,
                        cancellation,
                        startNanos,
                        answer -> ended(question, answer, nowShownFrom));
        answering = true;
        return generation;
    }

    private void ended(ChatMessage question, @Nullable Answer answer, int shownFrom) {
        answering = false;
        if (answer != null) {
            firstShown = shownFrom;
            messages.add(question);
            messages.add(ChatMessage.assistant(answer.text()));
        }
    }

    private int roomForPrompt(GenerationOptions generationOptions) {
        int wanted =
                generationOptions.maxTokens() > 0 ? generationOptions.maxTokens() : ANSWER_ROOM;
        return runtime.contextLength() - Math.min(wanted, runtime.contextLength() / 4);
    }

    /** Whole exchanges: templates insist on user and assistant taking turns. */
    private static int olderHalf(int count) {
        return Math.max(2, count / 4 * 2);
    }

    private List<ChatMessage> conversation(int from, ChatMessage question) {
        List<ChatMessage> shown = new ArrayList<>(systemMessages());
        shown.addAll(messages.subList(from, messages.size()));
        shown.add(question);
        return shown;
    }

    private List<ChatMessage> systemMessages() {
        return systemPrompt.isEmpty() ? List.of() : List.of(ChatMessage.system(systemPrompt));
    }

    /**
     * The conversation so far, without the system prompt; give it to withHistory to go on later.
     */
    public List<ChatMessage> messages() {
        return List.copyOf(messages);
    }

    /** The instructions; empty for none. */
    public String systemPrompt() {
        return systemPrompt;
    }

    /** Positions of the context that are taken. */
    public int contextTokens() {
        return sequence.position();
    }

    /** Forgets the conversation but for the system prompt. */
    public void reset() {
        reset(systemPrompt);
    }

    /**
     * Forgets the conversation and sets new instructions; empty for none.
     *
     * @throws IllegalStateException if an answer is not complete
     */
    public void reset(String newSystemPrompt) {
        if (answering) {
            throw new IllegalStateException(
                    "the last answer is not complete; take or close it first");
        }
        messages.clear();
        firstShown = 0;
        systemPrompt = newSystemPrompt;
    }

    /**
     * Writes the conversation and its KV cache to a file, from which {@link #restore} goes on
     * without reading the conversation again. The file is written as a whole or not at all and is
     * readable by its owner only; it holds everything that was said.
     *
     * @throws IllegalStateException if an answer is not complete, or session or model are closed
     */
    public void save(Path file) throws IOException {
        requireQuiet();
        new SavedChat(runtime, sequence)
                .save(file, systemPrompt, firstShown, List.copyOf(messages));
    }

    /**
     * Goes on with a conversation that {@link #save} wrote, in place of this one.
     *
     * @throws SessionFileException if the file is no such conversation, is damaged, or was saved
     *     with another model; this conversation is then as before
     * @throws IllegalStateException as for save
     */
    public void restore(Path file) throws IOException {
        requireQuiet();
        SessionFile.Contents contents = new SavedChat(runtime, sequence).restore(file);
        messages.clear();
        messages.addAll(contents.messages());
        systemPrompt = contents.systemPrompt();
        firstShown = contents.firstShown();
    }

    private void requireQuiet() {
        if (answering) {
            throw new IllegalStateException(
                    "the last answer is not complete; take or close it first");
        }
    }

    /** Frees the KV cache. An answer under way then fails. */
    @Override
    public void close() {
        sequence.close();
    }
}
