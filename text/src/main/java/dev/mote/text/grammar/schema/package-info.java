/** JSON Schema as grammars. */
package dev.mote.text.grammar.schema;
