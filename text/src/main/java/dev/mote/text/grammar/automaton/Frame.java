package dev.mote.text.grammar.automaton;

import org.jspecify.annotations.Nullable;

/**
 * Where to go on when a rule is complete; stacks share their lower parts.
 *
 * @param state after the call
 * @param parent what is below, null at the bottom
 * @param id unique among frames; 0 is the empty stack
 * @param depth frames from here to the bottom
 */
record Frame(int state, @Nullable Frame parent, int id, int depth) {}
