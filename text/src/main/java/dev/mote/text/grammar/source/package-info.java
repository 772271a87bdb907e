/** Reading grammars written as text. */
package dev.mote.text.grammar.source;
