package dev.mote.text.tokenizer;

import dev.mote.text.segment.Segmenter;
import dev.mote.text.vocabulary.SpecialTokens;
import dev.mote.text.vocabulary.Vocabulary;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Everything that makes one model's tokenizer.
 *
 * @param vocabulary the tokens
 * @param specials finds literal tokens in text
 * @param segmenter the algorithm for the text between them
 * @param spelling how tokens spell their bytes
 * @param stripsFirstSpace whether decoding drops one space at the start, which encoding put there
 * @param cleansSpaces whether decoding joins punctuation to the word before it
 * @param prefix what the model wants before a text
 * @param suffix what the model wants after a text
 * @param bos beginning of sequence
 * @param eos end of sequence
 * @param endOfGeneration tokens that end an answer
 */
record TokenRules(
        Vocabulary vocabulary,
        SpecialTokens specials,
        Segmenter segmenter,
        Spelling spelling,
        boolean stripsFirstSpace,
        boolean cleansSpaces,
        List<Integer> prefix,
        List<Integer> suffix,
        OptionalInt bos,
        OptionalInt eos,
        Set<Integer> endOfGeneration) {}
