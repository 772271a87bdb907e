package dev.mote.model.huggingface;

import dev.mote.format.Metadata;
import dev.mote.format.json.Json;
import dev.mote.format.safetensors.SafetensorsFolder;

import java.util.Map;

/** The files that the sentence-transformers library keeps beside an encoder's checkpoint. */
final class SentenceTransformers {
    private static final String NO_ACTIVATION = "torch.nn.modules.linear.Identity";

    private SentenceTransformers() {}

    /** How token states become one vector. */
    static void pooling(Adaptation model) {
        model.folder()
                .file("1_Pooling/config.json")
                .ifPresent(file -> write(model, Json.readObject(file)));
    }

    private static void write(Adaptation model, Map<?, ?> modes) {
        if (Boolean.TRUE.equals(modes.get("pooling_mode_cls_token"))) {
            model.put("pooling_type", 2);
        } else if (Boolean.TRUE.equals(modes.get("pooling_mode_lasttoken"))) {
            model.put("pooling_type", 3);
        } else if (!Boolean.TRUE.equals(modes.get("pooling_mode_mean_tokens"))) {
            throw model.config()
                    .unsupported(
                            "1_Pooling",
                            "asks for pooling other than of mean, first or last token");
        }
    }

    /** Linear layers on the pooled vector, each in a folder of its own. */
    static void dense(Adaptation model) {
        for (int i = 2; i <= 3; i++) {
            String folder = i + "_Dense";
            if (model.folder().file(folder + "/config.json").isEmpty()) {
                continue;
            }
            SafetensorsFolder head = SafetensorsFolder.open(model.folder().path().resolve(folder));
            model.own(head);
            Metadata numbers = head.metadata();
            new Config(numbers).requireOneOf("activation_function", NO_ACTIVATION, NO_ACTIVATION);
            model.put(
                    "dense_%d_feat_in".formatted(i), (long) numbers.requireInteger("in_features"));
            model.put(
                    "dense_%d_feat_out".formatted(i),
                    (long) numbers.requireInteger("out_features"));
            model.add("dense_%d.weight".formatted(i), head, "linear.weight");
            if (head.tensors().containsKey("linear.bias")) {
                model.add("dense_%d.bias".formatted(i), head, "linear.bias");
            }
        }
    }
}
