package dev.mote.engine;

import dev.mote.engine.constraint.Constraints;
import dev.mote.engine.sampling.InvalidOptionException;
import dev.mote.format.ModelFile;
import dev.mote.kernel.Kernels;
import dev.mote.model.ContextOverflowException;
import dev.mote.model.DecoderState;
import dev.mote.model.EncoderModel;
import dev.mote.model.memory.KvPool;
import dev.mote.text.tokenizer.Tokenizer;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * An open model and everything that lives as long as it does. All computing passes one fair lock,
 * one chunk of a prompt or one token of several sequences at a time, so several generations advance
 * in turn and closing waits for at most one step. Thread-safe; after {@link #close} every call
 * throws IllegalStateException.
 */
final class ModelRuntime implements AutoCloseable {
    /** Tokens of texts that are embedded together; more gain nothing. */
    private static final int EMBEDDING_BATCH_TOKENS = 2048;

    private final ModelFile file;
    private final Kernels kernels;
    private final Tokenizer tokenizer;
    private final Network network;
    private final ModelOptions options;
    private final int contextLength;
    private final EmbeddedTokens embeddedTokens;
    private final Constraints constraints;
    private final KvPool pool; // guarded by lock
    private final PrefillPieces pieces;
    private final PrefixCache prefixes; // guarded by lock
    private final ReentrantLock lock = new ReentrantLock(true);

    private final PromptTurns promptTurns = new PromptTurns();

    private final DecodeBatches batches = new DecodeBatches(this);
    private final LoadedAdapters adapters = new LoadedAdapters(this);

    /** Changed with the lock, counted without. */
    private final Set<Sequence> sequences = ConcurrentHashMap.newKeySet();

    private boolean closed; // guarded by lock

    /** The model whose vocabulary was compared last, and found to be the same. */
    private volatile WeakReference<ModelRuntime> sameVocabulary = new WeakReference<>(null);

    /**
     * Takes everything over.
     *
     * @throws InvalidOptionException if the context asked for is longer than the model allows
     */
    ModelRuntime(
            ModelFile file,
            Kernels kernels,
            Tokenizer tokenizer,
            Network network,
            ModelOptions options) {
        this.file = file;
        this.kernels = kernels;
        this.tokenizer = tokenizer;
        this.network = network;
        this.options = options;
        contextLength = contextLength(network.trainedContextLength(), options);
        embeddedTokens = new EmbeddedTokens(file, tokenizer, network.vocabularySize());
        constraints = new Constraints(tokenizer, tokenIds());
        long limit = options.kvMemoryBytes();
        pool =
                network.newPool(
                        options.kvType(), limit > 0 ? limit : SystemMemory.availableBytes() / 2);
        pieces = PrefillPieces.of(options.prefillChunk(), network.mixesTokens());
        prefixes = new PrefixCache(pieces);
        pool.onShortage(prefixes::evict);
    }

    private static int contextLength(int trained, ModelOptions options) {
        int wanted = options.contextLength();
        if (wanted == 0) {
            return Math.min(trained, ModelOptions.DEFAULT_CONTEXT_LENGTH);
        }
        if (wanted > trained && !options.beyondTraining()) {
            throw new InvalidOptionException(
                    "contextLength",
                    wanted,
                    "at most %d, for which the model was trained, unless beyondTraining is set"
                            .formatted(trained));
        }
        return wanted;
    }

    ModelFile file() {
        return file;
    }

    Kernels kernels() {
        return kernels;
    }

    Tokenizer tokenizer() {
        return tokenizer;
    }

    Network network() {
        return network;
    }

    ModelOptions options() {
        return options;
    }

    /** Positions for prompt and answer together. */
    int contextLength() {
        return contextLength;
    }

    /**
     * Ids that stand for a token. Embeddings are often padded to a round number of rows, and the
     * logits of such rows must not become an answer.
     */
    int tokenIds() {
        return Math.min(network.vocabularySize(), tokenizer.vocabularySize());
    }

    /** The constraints compiled for this vocabulary. */
    Constraints constraints() {
        return constraints;
    }

    /**
     * Makes sure that the network knows these tokens and still has its weights, before it reads.
     *
     * @throws dev.mote.format.ModelFormatException naming the first token that it does not know, or
     *     the file that was cut short
     */
    int[] readable(int[] tokens) {
        embeddedTokens.require(tokens);
        file.requireWhole();
        return tokens;
    }

    /** The network if it writes tokens. */
    Network.Writer writer() {
        if (network instanceof Network.Writer writer) {
            return writer;
        }
        throw new UnsupportedByModelException(
                "'%s' is an encoder (%s): it embeds text but does not generate; use embed"
                        .formatted(file.path().getFileName(), network.architecture()));
    }

    /**
     * The network that continues text.
     *
     * @throws UnsupportedByModelException if it does anything else
     */
    Network.Decoder decoder() {
        requireDecoder();
        return (Network.Decoder) network;
    }

    /** Whether another model's tokens mean the same, id by id. */
    boolean hasVocabularyOf(ModelRuntime other) {
        if (other.equals(sameVocabulary.get())) {
            return true;
        }
        boolean same = tokenIds() == other.tokenIds();
        for (int id = 0; same && id < tokenIds(); id++) {
            same = Arrays.equals(tokenizer.bytes(id, true), other.tokenizer.bytes(id, true));
        }
        if (same) {
            sameVocabulary = new WeakReference<>(other);
        }
        return same;
    }

    /** The adapters that generations can choose. */
    LoadedAdapters adapters() {
        return adapters;
    }

    /** Refuses a model whose output depends on an input read before. */
    void requireDecoder() {
        if (writer() instanceof Network.EncoderDecoder) {
            throw new UnsupportedByModelException(
                    "'%s' (%s) reads a text and writes another; this needs a model that continues text"
                            .formatted(file.path().getFileName(), network.architecture()));
        }
    }

    /** The network if it embeds text. */
    Network.Encoder encoder() {
        if (network instanceof Network.Encoder encoder) {
            if (encoder.model().ranks()) {
                throw new UnsupportedByModelException(
                        "'%s' (%s) judges pairs of texts but gives no embeddings; use rerank"
                                .formatted(file.path().getFileName(), network.architecture()));
            }
            return encoder;
        }
        throw new UnsupportedByModelException(
                "'%s' (%s) generates text but gives no embeddings; use an embedding model"
                        .formatted(file.path().getFileName(), network.architecture()));
    }

    /**
     * A fresh sequence. The caller closes it.
     *
     * @param input what an encoder-decoder reads; otherwise empty
     * @throws NotEnoughMemoryException if the machine has not enough left; nothing is allocated
     */
    Sequence newSequence(int[] input, int capacity) {
        Network.Writer writer = writer();
        long needed = sequenceBytes(input, capacity);
        // Two that ask at once must not be promised the same memory, so this is alone as well.
        return exclusively(() -> {
            promise(capacity, needed);
            boolean complete = false;
            try {
                DecoderState state = writer.newState(readable(input), capacity, pool);
                Sequence sequence = Sequence.open(this, state, writer.vocabularySize(), needed);
                sequences.add(sequence);
                complete = true;
                return sequence;
            } finally {
                if (!complete) {
                    pool.forgo(needed);
                }
            }
        });
    }

    /** What all open sequences take now, without waiting for a step under way. */
    SequenceMemory sequenceMemory() {
        int count = 0;
        long bytes = 0;
        for (Sequence sequence : sequences) {
            count++;
            bytes += sequence.promisedBytes();
        }
        return new SequenceMemory(count, bytes);
    }

    /** Promises what the limit still allows and the machine has. */
    private void promise(int capacity, long needed) {
        long unused = pool.bytesMax() - pool.promisedBytes();
        // What was taken from the system already need not be there again.
        long ahead = pool.promisedBytes() - pool.allocatedBytes();
        long system = Math.min(SystemMemory.availableBytes(), Long.MAX_VALUE >> 1);
        long available = Math.min(unused, system - ahead);
        if (needed > available || !pool.promise(needed)) {
            throw new NotEnoughMemoryException(
                    "a KV cache of %d positions in %s".formatted(capacity, options.kvType()),
                    needed,
                    Math.max(0, available),
                    needed <= pool.bytesMax(),
                    needed <= pool.bytesMax()
                            ? "try again when other answers have ended"
                            : "choose a shorter context or the KV type Q8_0");
        }
    }

    /** What takes beginnings of prompts over from each other; only for who computes exclusively. */
    PrefixCache prefixes() {
        return prefixes;
    }

    /** Whether beginnings of prompts may be shared at all. */
    boolean sharesPrefixes() {
        return network instanceof Network.Decoder && !keysDependOnCapacity();
    }

    /**
     * Whether a sequence with more room has other keys from its first position on, as LongRoPE
     * (arXiv:2402.13753) wants it: such keys serve no sequence of another capacity.
     */
    boolean keysDependOnCapacity() {
        return file.tensors().containsKey("rope_factors_long.weight");
    }

    /** How prompts are cut. */
    PrefillPieces pieces() {
        return pieces;
    }

    /** How much memory the sequences have. */
    KvMemory kvMemory() {
        return new KvMemory(
                pool.promisedBytes(), pool.usedBytes(), pool.allocatedBytes(), pool.bytesMax());
    }

    /** Bytes a sequence takes: its state, its token ids, one row of logits twice. */
    long sequenceBytes(int[] input, int capacity) {
        Network.Writer writer = writer();
        return writer.stateBytes(input, capacity, options.kvType())
                + (long) Integer.BYTES * capacity
                + 2L * Float.BYTES * writer.vocabularySize();
    }

    void release(Sequence sequence) {
        batches.forget(sequence);
        lock.lock();
        try {
            if (sequences.remove(sequence)) {
                free(sequence);
            }
        } finally {
            lock.unlock();
        }
    }

    private void free(Sequence sequence) {
        sequence.free();
        pool.forgo(sequence.promisedBytes());
    }

    /**
     * Runs one step of a sequence, before which it asks whether the file is still whole: machine
     * code that reads beyond its end would end the JVM.
     *
     * @throws IllegalStateException if the model or the sequence is closed
     * @throws dev.mote.format.ModelFormatException if the file was cut short
     */
    void compute(Sequence sequence, Consumer<Network.Writer> step) {
        exclusively(() -> {
            if (!holds(sequence)) {
                throw closedSequence();
            }
            file.requireWhole();
            sequence.requireWholeAdapters();
            step.accept(writer());
            return true;
        });
    }

    /**
     * Runs one chunk of a prompt. Prompts take turns among themselves, so that between two chunks,
     * however many prompts wait, every sequence that decodes gets a token.
     *
     * @return whether it ran; not if it was cancelled or too late before its turn came
     */
    boolean computePrompt(Sequence sequence, Consumer<Network.Writer> step) {
        if (!promptTurns.take(sequence.urgency())) {
            return false;
        }
        try {
            compute(sequence, step);
            return true;
        } finally {
            promptTurns.giveBack();
        }
    }

    /** What computes the next tokens of several sequences together. */
    DecodeBatches batches() {
        return batches;
    }

    /** Whether a sequence is open; only for who computes exclusively. */
    boolean holds(Sequence sequence) {
        return sequences.contains(sequence);
    }

    static IllegalStateException closedSequence() {
        return new IllegalStateException("the chat or generation is closed; begin another");
    }

    /** Frees the sequences that match and does something more, while nothing computes. */
    void retire(Predicate<Sequence> matching, Runnable more) {
        lock.lock();
        try {
            for (Sequence sequence : List.copyOf(sequences)) {
                if (matching.test(sequence)) {
                    sequences.remove(sequence);
                    free(sequence);
                }
            }
            more.run();
        } finally {
            lock.unlock();
        }
    }

    /** The embeddings of texts, by tokens; all are checked before the first is computed. */
    List<float[]> embed(List<int[]> texts) {
        Network.Encoder encoder = encoder();
        for (int[] tokens : texts) {
            if (tokens.length > contextLength) {
                throw new ContextOverflowException(tokens.length, contextLength);
            }
        }
        List<float[]> embeddings = new ArrayList<>(texts.size());
        for (List<int[]> batch : batches(texts)) {
            embeddings.addAll(
                    exclusively(() -> {
                        batch.forEach(this::readable);
                        return encoder.model().embed(batch);
                    }));
        }
        return embeddings;
    }

    /** Logits of pairs of texts, by tokens; all are checked before the first is computed. */
    float[] rank(EncoderModel ranker, List<int[]> pairs, int[] seconds) {
        for (int[] tokens : pairs) {
            if (tokens.length > contextLength) {
                throw new ContextOverflowException(tokens.length, contextLength);
            }
        }
        float[] logits = new float[pairs.size()];
        int from = 0;
        for (List<int[]> batch : batches(pairs)) {
            int[] begins = Arrays.copyOfRange(seconds, from, from + batch.size());
            float[] some =
                    exclusively(() -> {
                        batch.forEach(this::readable);
                        return ranker.rank(batch, begins);
                    });
            System.arraycopy(some, 0, logits, from, some.length);
            from += some.length;
        }
        return logits;
    }

    /** Texts that are read together: as many as bound memory and the wait of other callers. */
    private static List<List<int[]>> batches(List<int[]> texts) {
        List<List<int[]>> batches = new ArrayList<>();
        int from = 0;
        int total = 0;
        for (int i = 0; i < texts.size(); i++) {
            int length = texts.get(i).length;
            if (i > from && total + length > EMBEDDING_BATCH_TOKENS) {
                batches.add(texts.subList(from, i));
                from = i;
                total = 0;
            }
            total += length;
        }
        if (from < texts.size()) {
            batches.add(texts.subList(from, texts.size()));
        }
        return batches;
    }

    /** Runs one step alone. */
    <T> T exclusively(Supplier<T> step) {
        lock.lock();
        try {
            if (closed) {
                throw closedException();
            }
            return step.get();
        } finally {
            lock.unlock();
        }
    }

    /** Refuses when the model is closed. */
    void requireOpen() {
        exclusively(() -> true);
    }

    private IllegalStateException closedException() {
        return new IllegalStateException("model '%s' is closed".formatted(file.path()));
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                sequences.forEach(Sequence::free);
                sequences.clear();
                prefixes.clear();
                pool.close();
                batches.close();
                adapters.close();
                network.close();
                kernels.close();
                file.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
