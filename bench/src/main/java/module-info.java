/**
 * Measurements: kernels with JMH, embeddings side by side with ONNX Runtime, and whole answers side
 * by side with llama.cpp. Never published.
 */
@org.jspecify.annotations.NullMarked
module dev.mote.bench {
    requires static org.jspecify;
    requires dev.mote.engine;
    requires jmh.core;
    requires com.fasterxml.jackson.jr.ob;
}
