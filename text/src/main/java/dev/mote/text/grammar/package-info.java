/**
 * What an answer may look like: grammars as expressions over characters.
 *
 * <p>The parsers beside this package turn regular expressions, GBNF and JSON Schema into a {@link
 * dev.mote.text.grammar.Grammar}; {@code automaton} runs it byte by byte.
 */
package dev.mote.text.grammar;
