package dev.mote.model;

import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.model.graph.AdapterMix;
import dev.mote.model.graph.Embedding;
import dev.mote.model.graph.Norm;
import dev.mote.model.graph.OutputHead;
import dev.mote.model.graph.Pass;
import dev.mote.model.graph.SequenceMemory;
import dev.mote.model.graph.Step;
import dev.mote.model.graph.Workspace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes tokens through a causal stack.
 *
 * <p>A long prompt goes through the layers in chunks, which bounds scratch memory; results do not
 * depend on where it is cut. Only rows that are asked for are projected to the vocabulary.
 */
final class DecoderRun {
    private static final int CHUNK_ROWS = 512;

    private final Embedding embedding;
    private final List<Step> steps;
    private final Norm norm;
    private final OutputHead head;
    private final Kernels kernels;
    private final Pass pass;

    DecoderRun(
            Embedding embedding,
            List<Step> steps,
            Norm norm,
            OutputHead head,
            Kernels kernels,
            Pass pass) {
        this.embedding = embedding;
        this.steps = steps;
        this.norm = norm;
        this.head = head;
        this.kernels = kernels;
        this.pass = pass;
    }

    /** Appends tokens and computes the logits of the last {@code logits.rows()} of them. */
    void forward(SequenceState sequence, int[] tokens, FloatMatrix logits) {
        run(sequence, tokens, logits, head.projection().outputs(), true);
    }

    /** Appends tokens to each sequence and computes the logits of all. */
    void forwardEach(SequenceState[] sequences, int[] lengths, int[] tokens, FloatMatrix logits) {
        Tokens.check(tokens, embedding.vocabularySize());
        int n = sequences.length;
        requireShape(logits, tokens.length, head.projection().outputs());
        int total = 0;
        boolean some = true;
        for (int length : lengths) {
            some &= length > 0;
            total += length;
        }
        if (!some || lengths.length != n || tokens.length != total || logits.rows() != total) {
            throw new IllegalArgumentException(
                    "%d tokens and %d rows of logits for %d sequences with %s tokens"
                            .formatted(tokens.length, logits.rows(), n, Arrays.toString(lengths)));
        }
        SequenceMemory[] memories = new SequenceMemory[n];
        List<AdapterMix> adapters = new ArrayList<>(n);
        int[] positions = new int[n];
        for (int i = 0; i < n; i++) {
            sequences[i].requireRoom(lengths[i]);
            memories[i] = sequences[i].memory();
            positions[i] = sequences[i].position();
            adapters.add(sequences[i].adapters());
        }
        boolean complete = false;
        try {
            for (int i = 0; i < n; i++) {
                sequences[i].prepare(0, lengths[i]);
            }
            pass.atEach(memories, positions, lengths);
            pass.adaptWith(adapters);
            computeChunk(tokens, total, logits, 0, true);
            complete = true;
        } finally {
            for (int i = 0; i < n; i++) {
                if (complete) {
                    sequences[i].advance(lengths[i]);
                } else {
                    sequences[i].abandonStep();
                }
            }
        }
    }

    /** Appends tokens and computes the normalised hidden states of the last of them. */
    void hidden(SequenceState sequence, int[] tokens, FloatMatrix hidden) {
        run(sequence, tokens, hidden, embedding.hiddenSize(), false);
    }

    private void run(
            SequenceState sequence, int[] tokens, FloatMatrix result, int width, boolean project) {
        Tokens.check(tokens, embedding.vocabularySize());
        requireShape(result, tokens.length, width);
        sequence.requireRoom(tokens.length);
        SequenceMemory encoded = sequence.encoded();
        if (encoded != null) {
            pass.attendTo(encoded);
        }
        pass.adaptWith(List.of(sequence.adapters()));
        boolean complete = false;
        try {
            compute(sequence, tokens, result, project);
            sequence.advance(tokens.length);
            complete = true;
        } finally {
            if (!complete) {
                sequence.abandonStep();
            }
        }
    }

    private static void requireShape(FloatMatrix result, int rowsMax, int width) {
        if (result.columns() != width || result.rows() > rowsMax) {
            throw new IllegalArgumentException(
                    "result [%d, %d] for %d tokens, expected at most [%d, %d]"
                            .formatted(result.rows(), result.columns(), rowsMax, rowsMax, width));
        }
    }

    private void compute(
            SequenceState sequence, int[] tokens, FloatMatrix result, boolean project) {
        int firstWanted = tokens.length - result.rows();
        for (int from = 0; from < tokens.length; from += CHUNK_ROWS) {
            int n = Math.min(CHUNK_ROWS, tokens.length - from);
            int[] chunk = n == tokens.length ? tokens : Arrays.copyOfRange(tokens, from, from + n);
            sequence.prepare(from, n);
            pass.at(sequence.memory(), sequence.position() + from);
            int wanted = Math.max(0, from + n - Math.max(firstWanted, from));
            computeChunk(chunk, wanted, result, from + n - wanted - firstWanted, project);
        }
    }

    /** Takes rows that the pass points at through all layers; the last ones into the result. */
    private void computeChunk(
            int[] tokens, int wanted, FloatMatrix result, int at, boolean project) {
        FloatMatrix stream =
                pass.scratch(Workspace.Buffer.STREAM, tokens.length, embedding.hiddenSize());
        embedding.apply(pass, tokens, stream);
        for (Step step : steps) {
            step.apply(pass, stream);
        }
        if (wanted > 0) {
            finish(stream, wanted, result, at, project);
        }
    }

    /** Norms and projects the last {@code count} rows into the result from row {@code at} on. */
    private void finish(
            FloatMatrix stream, int count, FloatMatrix result, int at, boolean project) {
        FloatMatrix last = part(stream, stream.rows() - count, count);
        FloatMatrix target = part(result, at, count);
        if (!project) {
            norm.apply(kernels, last, target);
            return;
        }
        FloatMatrix normed = pass.scratch(Workspace.Buffer.NORMED, count, stream.columns());
        norm.apply(kernels, last, normed);
        head.apply(pass, normed, target);
    }

    private static FloatMatrix part(FloatMatrix matrix, int from, int count) {
        return count == matrix.rows() ? matrix : matrix.rows(from, count);
    }
}
