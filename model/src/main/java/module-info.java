/** Model architectures: weights and tokens in, logits or embeddings out. */
@org.jspecify.annotations.NullMarked
module dev.mote.model {
    requires static org.jspecify;
    requires transitive dev.mote.kernel;
    requires transitive dev.mote.format;

    exports dev.mote.model;
    exports dev.mote.model.huggingface;
    exports dev.mote.model.memory;
}
