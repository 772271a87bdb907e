/** Grammars written in GBNF. */
package dev.mote.text.grammar.gbnf;
