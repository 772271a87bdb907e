package dev.mote.model.huggingface;

import java.util.List;

/** Sliding windows that some layers have and others not. */
final class SlidingWindow {
    private SlidingWindow() {}

    /** Writes the window and which layers have it. */
    static void write(Adaptation model) {
        Config config = model.config();
        if (!config.has("sliding_window")) {
            return;
        }
        model.put("attention.sliding_window", config.integer("sliding_window"));
        if (config.has("layer_types")) {
            List<Boolean> windowed =
                    config.texts("layer_types").orElse(List.of()).stream()
                            .map("sliding_attention"::equals)
                            .toList();
            model.put("attention.sliding_window_pattern", windowed);
        } else if (config.has("sliding_window_pattern")) {
            model.put("attention.sliding_window_pattern", config.integer("sliding_window_pattern"));
        }
    }
}
