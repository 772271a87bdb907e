package dev.mote.model.huggingface;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The model types of {@code config.json} that can be read; a new one is a line here. */
final class Families {
    private static final Map<String, Consumer<Adaptation>> BY_TYPE =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("bert", BertFamily::bert),
                            Map.entry("gemma", GemmaFamily::gemma),
                            Map.entry("gemma2", GemmaFamily::gemma2),
                            Map.entry("gemma3_text", GemmaFamily::gemma3),
                            Map.entry("gpt2", Gpt2Family::gpt2),
                            Map.entry("granite", LlamaFamily::granite),
                            Map.entry("lfm2", Lfm2Family::lfm2),
                            Map.entry("llama", LlamaFamily::llama),
                            Map.entry("mistral", LlamaFamily::llama),
                            Map.entry("mixtral", LlamaFamily::mixtral),
                            Map.entry("nomic_bert", BertFamily::nomic),
                            Map.entry("olmo2", LlamaFamily::olmo2),
                            Map.entry("olmo3", LlamaFamily::olmo2),
                            Map.entry("phi3", LlamaFamily::phi3),
                            Map.entry("qwen2", LlamaFamily::qwen2),
                            Map.entry("qwen3", LlamaFamily::qwen3),
                            Map.entry("qwen3_moe", LlamaFamily::qwen3moe),
                            Map.entry("smollm3", LlamaFamily::smollm3),
                            Map.entry("starcoder2", Gpt2Family::starcoder2),
                            Map.entry("t5", T5Family::t5)));

    private Families() {}

    /** Writes metadata and rules for the checkpoint's model type. */
    static void adapt(Adaptation adaptation) {
        String type = adaptation.config().text("model_type");
        Consumer<Adaptation> family = BY_TYPE.get(type);
        if (family == null) {
            throw adaptation
                    .config()
                    .unsupported(
                            "model_type",
                            "is '%s', supported is %s"
                                    .formatted(type, String.join(", ", BY_TYPE.keySet())));
        }
        family.accept(adaptation);
    }
}
