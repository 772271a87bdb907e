/** Model files: GGUF and safetensors, mapped and checked before anything is allocated. */
@org.jspecify.annotations.NullMarked
module dev.mote.format {
    requires static org.jspecify;
    requires transitive dev.mote.kernel;
    requires com.fasterxml.jackson.core;

    exports dev.mote.format;
    exports dev.mote.format.gguf;
    exports dev.mote.format.json;
    exports dev.mote.format.safetensors;
}
