package dev.mote.engine;

import dev.mote.engine.sampling.InvalidOptionException;
import dev.mote.format.Metadata;
import dev.mote.model.ContextOverflowException;
import dev.mote.text.template.ChatTemplate;
import dev.mote.text.tokenizer.Tokenizer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A language or embedding model, open in this process.
 *
 * {@snippet :
 * try (Model model = Model.open(Path.of("model.gguf"))) {
 *     System.out.println(model.generate("Once upon a time"));
 * }
 * }
 *
 * <p>Thread-safe: any thread may call any method. The kernels compute one step (a token of up to
 * twelve generations, or a chunk of one prompt) at a time, so concurrent generations advance
 * together and prompts in turn. The weights stay in the mapped file; each generation and each chat
 * has a KV cache of its own, given back when it ends; beginnings of prompts are shared. After
 * {@link #close} every call, also of generations and chats under way, throws IllegalStateException.
 */
public final class Model implements AutoCloseable {
    private final ModelRuntime runtime;
    private final ModelDescription description;
    private final GenerationStarter starter;

    Model(ModelRuntime runtime, double loadMs) {
        this.runtime = runtime;
        description = ModelFacts.of(runtime);
        starter = new GenerationStarter(runtime, loadMs);
    }

    /**
     * Opens a model with {@link ModelOptions#DEFAULT}.
     *
     * @see #open(Path, ModelOptions)
     */
    public static Model open(Path path) {
        return open(path, ModelOptions.DEFAULT);
    }

    /**
     * Opens a model. The caller closes it.
     *
     * @param path a GGUF file (the first part of a split one), or a folder with safetensors,
     *     config.json and tokenizer.json
     * @throws dev.mote.format.ModelFormatException if it cannot be read, is malformed or of an
     *     unsupported kind
     * @throws dev.mote.model.UnsupportedArchitectureException if this build does not know the
     *     architecture
     * @throws dev.mote.engine.sampling.InvalidOptionException if the context asked for is longer
     *     than the model allows
     */
    public static Model open(Path path, ModelOptions options) {
        long start = System.nanoTime();
        ModelRuntime runtime = ModelOpening.open(path, options);
        return new Model(runtime, Stopwatch.ms(System.nanoTime() - start));
    }

    /** Facts about the model. */
    public ModelDescription description() {
        return description;
    }

    /** One sentence on which kernels compute and why. */
    public String kernelDescription() {
        return runtime.kernels().description();
    }

    /** Threads that compute, the caller's included. */
    public int threads() {
        return runtime.kernels().threads();
    }

    /** Continues a text with {@link GenerationOptions#DEFAULT} and returns the continuation. */
    public String generate(String prompt) {
        return generate(prompt, GenerationOptions.DEFAULT).text();
    }

    /** Continues a text. */
    public Answer generate(String prompt, GenerationOptions options) {
        return generate(Prompt.text(prompt), options);
    }

    /** Answers a prompt. */
    public Answer generate(Prompt prompt, GenerationOptions options) {
        return generate(prompt, options, new CancellationToken(), event -> {});
    }

    /**
     * Answers a prompt and tells a listener everything as it happens, on the calling thread.
     *
     * @param listener what it throws ends the generation and reaches the caller
     * @throws dev.mote.format.ModelFormatException if the model's file was cut short meanwhile
     * @throws ContextOverflowException if prompt and answer do not fit and the policy is ERROR
     * @throws NotEnoughMemoryException if the machine has too little memory for the KV cache
     * @throws UnsupportedByModelException if the model does not generate, or a chat is asked of a
     *     model without a template
     * @throws dev.mote.engine.sampling.SamplingException if no token can be chosen
     */
    public Answer generate(
            Prompt prompt,
            GenerationOptions options,
            CancellationToken cancellation,
            Consumer<GenerationEvent> listener) {
        try (Generation generation = stream(prompt, options, cancellation)) {
            generation.forEachRemaining(listener);
            return generation.answer();
        }
    }

    /** Answers a prompt step by step: the caller takes the events. Errors as for generate. */
    public Generation stream(Prompt prompt, GenerationOptions options) {
        return stream(prompt, options, new CancellationToken());
    }

    /** As {@link #stream(Prompt, GenerationOptions)}, with a cancellation shared with others. */
    public Generation stream(
            Prompt prompt, GenerationOptions options, CancellationToken cancellation) {
        return starter.start(prompt, options, cancellation);
    }

    /**
     * Begins a conversation. The caller closes it.
     *
     * @throws UnsupportedByModelException if the model does not generate or has no chat template
     *     and the options give none
     * @throws NotEnoughMemoryException if the machine has too little memory for the KV cache
     * @throws dev.mote.text.template.TemplateException if the template cannot be compiled
     */
    public ChatSession chat(ChatOptions options) {
        return new ChatSession(runtime, starter, options);
    }

    /** Begins a conversation with {@link ChatOptions#DEFAULT}. */
    public ChatSession chat() {
        return chat(ChatOptions.DEFAULT);
    }

    /** The tokenizer, for encoding and decoding by hand. Usable after the model is closed. */
    public Tokenizer tokenizer() {
        return runtime.tokenizer();
    }

    /**
     * The file's own chat template, compiled anew at each call, for conversations that {@link
     * Prompt.Chat} cannot express, such as those with tools; empty if it has none.
     *
     * @throws dev.mote.text.template.TemplateException if it cannot be compiled
     */
    public Optional<ChatTemplate> chatTemplate() {
        Metadata metadata = runtime.file().metadata();
        return description.chatTemplate()
                ? Optional.of(ChatTemplate.of(metadata))
                : Optional.empty();
    }

    /** Tokens of a text, without BOS and EOS. */
    public int tokenCount(String text) {
        return tokenizer().encode(text, Tokenizer.Special.NONE).length;
    }

    /**
     * The L2-normalised embedding of a text.
     *
     * @throws UnsupportedByModelException if the model does not embed
     * @throws ContextOverflowException if the text is longer than the context; it is never cut
     */
    public float[] embed(String text) {
        return embed(List.of(text)).getFirst();
    }

    /**
     * The embeddings of several texts, in order. They are read together, which is faster than one
     * by one; texts do not see each other, but the last bits of a vector may depend on how many
     * tokens are read with it. Errors as for one.
     */
    public List<float[]> embed(List<String> texts) {
        runtime.encoder();
        List<int[]> tokens = new ArrayList<>(texts.size());
        for (String text : texts) {
            tokens.add(notEmpty(tokenizer().encode(text, Tokenizer.Special.ADD)));
        }
        return runtime.embed(tokens);
    }

    /**
     * The embeddings of several texts by their tokens, which are read as they are. Otherwise as
     * {@link #embed(List)}.
     */
    public List<float[]> embedTokens(List<Prompt.Tokens> texts) {
        runtime.encoder();
        List<int[]> tokens = new ArrayList<>(texts.size());
        for (Prompt.Tokens text : texts) {
            tokens.add(notEmpty(text.tokens().stream().mapToInt(Integer::intValue).toArray()));
        }
        return runtime.embed(tokens);
    }

    private static int[] notEmpty(int[] tokens) {
        if (tokens.length == 0) {
            throw new InvalidOptionException(
                    "text", "empty", "at least one token, for this model adds none of its own");
        }
        return tokens;
    }

    /**
     * How well each of several documents answers a query, from 0 to 1, in their order. Scores
     * compare documents for one query and one model; between models they say nothing.
     *
     * <p>A cross-encoder (BERT family with a classifier) gives the logistic function of its logit.
     * A model that generates is asked, by its own chat template, whether the document answers the
     * query; its score is the probability of "yes" against "no" (as Qwen3-Reranker has it).
     *
     * @throws UnsupportedByModelException if the model can do neither
     * @throws ContextOverflowException if a pair is longer than the context; it is never cut
     */
    public double[] rerank(String query, List<String> documents) {
        return new Reranking(this).scores(query, documents);
    }

    /**
     * Memory the model needs with a sequence of {@code contextLength} positions.
     *
     * @throws UnsupportedByModelException if the model does not generate and so has no KV cache
     */
    public MemoryNeed memoryNeed(int contextLength) {
        return new MemoryNeed(
                description.weightsBytes(),
                runtime.sequenceBytes(new int[0], contextLength),
                SystemMemory.availableBytes());
    }

    /** What the answers under way, and chats that are kept, take now. Never waits. */
    public SequenceMemory sequenceMemory() {
        return runtime.sequenceMemory();
    }

    /**
     * Loads a LoRA adapter, which generations then choose by its name; see {@link
     * GenerationOptionsBuilder#adapter}. It is unloaded when it or the model is closed.
     *
     * @param name 1 to 128 characters that no other adapter of the model is called
     * @param path a GGUF file as llama.cpp's convert_lora_to_gguf.py writes it
     * @throws dev.mote.format.ModelFormatException if it cannot be read, is malformed, or was made
     *     for another model
     * @throws InvalidOptionException if the name is taken or empty
     * @throws UnsupportedByModelException if the model is no decoder
     */
    public LoraAdapter loadAdapter(String name, Path path) {
        return runtime.adapters().load(name, path);
    }

    /**
     * Whether generations of this model can guess tokens ahead like this: it must be able to take
     * tokens back, and a draft model must have the same vocabulary.
     */
    public boolean supports(Speculation speculation) {
        return Speculator.isPossible(speculation, runtime);
    }

    /** The adapters that are loaded, by name. */
    public List<LoraAdapter> adapters() {
        return runtime.adapters().all();
    }

    /** How much memory the sequences of this model have, now. */
    public KvMemory kvMemory() {
        return runtime.kvMemory();
    }

    /** What the engine's own measuring classes work with. */
    ModelRuntime runtime() {
        return runtime;
    }

    /** Unmaps the weights and frees every KV cache; waits for a step under way. */
    @Override
    public void close() {
        runtime.close();
    }
}
