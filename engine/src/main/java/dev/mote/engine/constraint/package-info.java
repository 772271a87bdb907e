/**
 * Answers that satisfy a grammar: for each step the tokens that may come next.
 *
 * <p>{@link dev.mote.engine.constraint.Constraint} says what is wanted; {@link
 * dev.mote.engine.constraint.Constraints} compiles it for a model's vocabulary and keeps it; {@link
 * dev.mote.engine.constraint.ConstrainedText} follows one answer.
 */
package dev.mote.engine.constraint;
