/** The public API: open a model, generate, chat, embed. */
@org.jspecify.annotations.NullMarked
module dev.mote.engine {
    requires static org.jspecify;
    requires transitive dev.mote.model;
    requires transitive dev.mote.text;

    exports dev.mote.engine;
    exports dev.mote.engine.chat;
    exports dev.mote.engine.constraint;
    exports dev.mote.engine.sampling;
    exports dev.mote.engine.tools;
}
