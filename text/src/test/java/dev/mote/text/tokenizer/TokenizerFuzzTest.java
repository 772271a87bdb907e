package dev.mote.text.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.format.ModelFormatException;
import dev.mote.format.gguf.GgufFile;
import dev.mote.format.gguf.GgufValueType;
import dev.mote.format.gguf.GgufWriter;
import dev.mote.format.json.Json;
import dev.mote.testing.Conformance;
import dev.mote.testing.MutationFuzzer;
import dev.mote.text.tokenizer.Tokenizer.Special;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Mutated tokenizer files are refused or give a tokenizer that encodes and decodes.
 *
 * <p>A build tries a few thousand of each; {@code mvn -pl text -am verify -Dtest=TokenizerFuzzTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dmote.fuzz.inputs=400000 -Dmote.fuzz.seed=2} tries more.
 */
class TokenizerFuzzTest {
    private static final long SEED = Long.getLong("mote.fuzz.seed", 1);
    private static final String TEXT = "a <s> ab\u00e9\u3000\ud83d\ude00 12,\n\tA's \ufb01";

    @TempDir Path folder = Path.of("");

    @Test
    void tokenizerJsonGivesTokenizerOrIsRefused() {
        run(
                MutationFuzzer.of(
                                "tokenizer.json (tokenizer)",
                                input ->
                                        use(
                                                HuggingFaceTokenizers.of(
                                                        "fuzz", Json.parse("fuzz", input), null)))
                        .corpus(
                                List.of(BPE, WORD_PIECE, UNIGRAM).stream()
                                        .map(text -> text.getBytes(StandardCharsets.UTF_8))
                                        .toList())
                        .dictionary(
                                "\"Sequence\"",
                                "\"Split\"",
                                "\"ByteLevel\"",
                                "\"Metaspace\"",
                                "\"<0x-1>\"",
                                "[^\\\\s]+",
                                "(?!",
                                "{1,3}",
                                "null",
                                "-1",
                                "4294967296",
                                "\"unk_token\":\"a\"",
                                "\"ignore_merges\":true"));
    }

    @Test
    void ggufVocabularyGivesTokenizerOrIsRefused() throws IOException {
        Path path = folder.resolve("vocabulary.gguf");
        run(
                MutationFuzzer.of("gguf (tokenizer)", input -> read(path, input))
                        .corpus(List.of(pieces(), merges(), words(), unigram()))
                        .dictionary(
                                "tokenizer.ggml.add_bos_token",
                                "tokenizer.ggml.eos_token_id",
                                "llama",
                                "gpt2",
                                "bert",
                                "gemma4",
                                "qwen2",
                                "default",
                                "<0x-1>",
                                "\u0006\u0000\u0000\u0000"));
    }

    private static void run(MutationFuzzer fuzzer) {
        MutationFuzzer.Outcome outcome =
                fuzzer.allowing(ModelFormatException.class)
                        .allocationCap(16 << 20, 256)
                        .run(SEED, MutationFuzzer.inputs(5_000));
        assertThat(outcome.accepted()).as(outcome.toString()).isPositive();
        Conformance.report(
                "fuzz " + outcome.name(), (int) outcome.inputs(), (int) outcome.inputs());
        System.getLogger(TokenizerFuzzTest.class.getName())
                .log(System.Logger.Level.INFO, outcome.toString());
    }

    /** Does everything with a tokenizer that a conversation does. */
    private static void use(Tokenizer tokenizer) {
        for (Special special : Special.values()) {
            int[] ids = tokenizer.encode(TEXT, special);
            assertThat(tokenizer.decode(ids, true)).isNotNull();
        }
        for (int id = 0; id < Math.min(64, tokenizer.vocabularySize()); id++) {
            assertThat(tokenizer.bytes(id, false)).isNotNull();
            assertThat(tokenizer.piece(id)).isNotNull();
        }
    }

    private static void read(Path path, byte[] input) {
        try {
            // A new file each time: cutting an old one makes some file systems flush it to disk.
            Files.deleteIfExists(path);
            Files.write(path, input);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        try (GgufFile file = GgufFile.open(path)) {
            use(Tokenizers.of(file.metadata()));
        }
    }

    private byte[] pieces() throws IOException {
        return bytes(
                writer(
                                "llama",
                                List.of("<unk>", "<s>", "</s>", "<0x41>", "\u2581", "a", "b", "ab"),
                                List.of(2, 3, 3, 6, 1, 1, 1, 1))
                        .putArray(
                                "tokenizer.ggml.scores",
                                GgufValueType.FLOAT32,
                                List.of(0, 0, 0, 0, -1, -2, -3, -4))
                        .put("tokenizer.ggml.unknown_token_id", GgufValueType.UINT32, 0));
    }

    private byte[] merges() throws IOException {
        return bytes(
                writer(
                                "gpt2",
                                List.of("a", "b", "ab", "\u0120", "\u0120ab", "<|im_end|>"),
                                List.of(1, 1, 1, 1, 1, 3))
                        .put("tokenizer.ggml.pre", GgufValueType.STRING, "llama-bpe")
                        .put("tokenizer.ggml.bos_token_id", GgufValueType.UINT32, 5)
                        .putArray(
                                "tokenizer.ggml.merges",
                                GgufValueType.STRING,
                                List.of("a b", "\u0120 ab")));
    }

    private byte[] words() throws IOException {
        return bytes(
                writer(
                                "bert",
                                List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "\u2581a", "b"),
                                List.of(3, 3, 3, 3, 1, 1))
                        .put("tokenizer.ggml.bos_token_id", GgufValueType.UINT32, 2)
                        .put("tokenizer.ggml.seperator_token_id", GgufValueType.UINT32, 3)
                        .put("tokenizer.ggml.unknown_token_id", GgufValueType.UINT32, 1));
    }

    private byte[] unigram() throws IOException {
        // Unit 0 has its children at 1; "a" is child 96, valued, its value in unit 97.
        Integer[] map = new Integer[4 + 128 * 4 + 2];
        Arrays.fill(map, 0);
        map[1] = 2;
        map[5] = 4;
        map[4 + 96 * 4] = (int) 'a';
        map[4 + 96 * 4 + 1] = 5;
        map[4 + 97 * 4 + 3] = -128;
        map[4 + 128 * 4] = (int) 'b';
        return bytes(
                writer(
                                "t5",
                                List.of("<pad>", "</s>", "<unk>", "\u2581", "a", "b", "ab"),
                                List.of(3, 3, 2, 1, 1, 1, 1))
                        .putArray(
                                "tokenizer.ggml.scores",
                                GgufValueType.FLOAT32,
                                List.of(0, 0, 0, -1, -2, -3, -4))
                        .put("tokenizer.ggml.add_space_prefix", GgufValueType.BOOL, true)
                        .put("tokenizer.ggml.remove_extra_whitespaces", GgufValueType.BOOL, true)
                        .putArray(
                                "tokenizer.ggml.precompiled_charsmap",
                                GgufValueType.INT8,
                                List.of(map)));
    }

    private static GgufWriter writer(String model, List<String> tokens, List<Integer> types) {
        return new GgufWriter()
                .put("tokenizer.ggml.model", GgufValueType.STRING, model)
                .putArray("tokenizer.ggml.tokens", GgufValueType.STRING, tokens)
                .putArray("tokenizer.ggml.token_type", GgufValueType.INT32, types);
    }

    private byte[] bytes(GgufWriter writer) throws IOException {
        Path path = folder.resolve("corpus.gguf");
        writer.write(path, (tensor, written, total) -> {});
        return Files.readAllBytes(path);
    }

    private static final String BPE =
            """
            {"added_tokens": [{"id": 5, "content": "<s>", "special": true, "rstrip": true}],
             "normalizer": {"type": "NFC"},
             "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
               {"type": "Split", "pattern": {"Regex": "(?i:'s|'t)|\\\\p{L}+|\\\\p{N}{1,3}|\\\\s+(?!\\\\S)|\\\\s+"},
                "behavior": "Isolated", "invert": false},
               {"type": "Digits", "individual_digits": true},
               {"type": "ByteLevel", "add_prefix_space": false, "use_regex": false}]},
             "post_processor": {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<s>"}},
               {"Sequence": {"id": "A"}}], "special_tokens": {"<s>": {"ids": [5]}}},
             "model": {"type": "BPE", "ignore_merges": true,
               "vocab": {"a": 0, "b": 1, "ab": 2, "\u0120": 3, "\u0120ab": 4},
               "merges": ["a b", "\u0120 ab"]}}
            """;

    private static final String WORD_PIECE =
            """
            {"added_tokens": [{"id": 0, "content": "[UNK]", "special": true}],
             "normalizer": {"type": "BertNormalizer", "lowercase": true},
             "pre_tokenizer": {"type": "BertPreTokenizer"},
             "model": {"type": "WordPiece", "unk_token": "[UNK]", "vocab": {"[UNK]": 0, "a": 1, "##b": 2}}}
            """;

    private static final String UNIGRAM =
            """
            {"added_tokens": [{"id": 0, "content": "</s>", "special": true}],
             "normalizer": {"type": "Sequence", "normalizers": [{"type": "Precompiled",
               "precompiled_charsmap": "BAAAAAAAAAAAAA=="}, {"type": "Replace",
               "pattern": {"Regex": " {2,}"}, "content": " "}]},
             "pre_tokenizer": {"type": "Metaspace", "prepend_scheme": "always", "split": true},
             "model": {"type": "Unigram", "unk_id": 1,
               "vocab": [["</s>", 0.0], ["<unk>", 0.0], ["\u2581", -1.5], ["a", -2.0]]}}
            """;
}
