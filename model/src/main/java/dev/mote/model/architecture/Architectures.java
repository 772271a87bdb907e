package dev.mote.model.architecture;

import dev.mote.model.architecture.Architecture.Decoder;
import dev.mote.model.architecture.Architecture.Encoder;
import dev.mote.model.architecture.Architecture.EncoderDecoder;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The architectures this build knows, by the name in {@code general.architecture}. A new one is a
 * class beside this one and a line here.
 */
public final class Architectures {
    private static final Map<String, Architecture> BY_NAME =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("bert", new Encoder(Bert::read)),
                            Map.entry("gemma", new Decoder(Gemma::read)),
                            Map.entry("gemma2", new Decoder(Gemma2::read)),
                            Map.entry("gemma3", new Decoder(Gemma3::read)),
                            Map.entry("gemma-embedding", new Encoder(GemmaEmbedding::read)),
                            Map.entry("gpt2", new Decoder(Gpt2::read)),
                            Map.entry("granite", new Decoder(Granite::read)),
                            Map.entry("jina-bert-v2", new Encoder(JinaBertV2::read)),
                            Map.entry("lfm2", new Decoder(Lfm2::read)),
                            Map.entry("llama", new Decoder(Llama::read)),
                            Map.entry("nomic-bert", new Encoder(NomicBert::read)),
                            Map.entry("olmo2", new Decoder(Olmo2::read)),
                            Map.entry("phi3", new Decoder(Phi3::read)),
                            Map.entry("qwen2", new Decoder(Qwen2::read)),
                            Map.entry("qwen3", new Decoder(Qwen3::read)),
                            Map.entry("qwen3moe", new Decoder(Qwen3::readSparse)),
                            Map.entry("smollm3", new Decoder(SmolLm3::read)),
                            Map.entry("starcoder2", new Decoder(StarCoder2::read)),
                            Map.entry("t5", new EncoderDecoder(T5::read))));

    private Architectures() {}

    /** The architecture of this name. */
    public static Optional<Architecture> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** All names, sorted. */
    public static SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(BY_NAME.keySet()));
    }
}
