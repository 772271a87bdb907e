/** Regular expressions as grammars. */
package dev.mote.text.grammar.regex;
