/** Text to tokens and back, chat templates, and grammars of answers. */
@org.jspecify.annotations.NullMarked
module dev.mote.text {
    requires static org.jspecify;
    requires transitive dev.mote.format;

    exports dev.mote.text.grammar;
    exports dev.mote.text.grammar.automaton;
    exports dev.mote.text.grammar.gbnf;
    exports dev.mote.text.grammar.regex;
    exports dev.mote.text.grammar.schema;
    exports dev.mote.text.tokenizer;
    exports dev.mote.text.template;
}
