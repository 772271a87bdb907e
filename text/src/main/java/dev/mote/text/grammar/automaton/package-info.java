/** Runs a grammar byte by byte: finite automata for rules, stacks for calls between them. */
package dev.mote.text.grammar.automaton;
