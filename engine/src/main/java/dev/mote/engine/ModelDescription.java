package dev.mote.engine;

import dev.mote.model.ModelKind;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Facts about an open model, from its file.
 *
 * @param path where it was opened
 * @param name the name the file gives, or the file's own name
 * @param architecture for example {@code llama}
 * @param kind what it does
 * @param parameterCount number of weights
 * @param quantisation the encoding of most of the weights, for example {@code IQ2_XXS}
 * @param bitsPerWeight mean over all tensors, scales included
 * @param weightsBytes bytes of all tensors, mapped from the file
 * @param trainedContextLength positions the model was trained for
 * @param contextLength positions in use here
 * @param vocabularySize number of token ids
 * @param hiddenSize width of the hidden state
 * @param chatTemplate whether the file has a chat template
 * @param licence as the file states it
 */
public record ModelDescription(
        Path path,
        String name,
        String architecture,
        ModelKind kind,
        long parameterCount,
        String quantisation,
        double bitsPerWeight,
        long weightsBytes,
        int trainedContextLength,
        int contextLength,
        int vocabularySize,
        int hiddenSize,
        boolean chatTemplate,
        Optional<String> licence) {}
