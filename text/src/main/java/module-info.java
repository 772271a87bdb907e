/** Text to tokens and back, and chat templates. */
@org.jspecify.annotations.NullMarked
module dev.mote.text {
    requires static org.jspecify;
    requires transitive dev.mote.format;

    exports dev.mote.text.tokenizer;
    exports dev.mote.text.template;
}
