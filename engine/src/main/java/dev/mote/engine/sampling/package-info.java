/**
 * How tokens are chosen from logits. {@link dev.mote.engine.sampling.SamplingOptions} documents the
 * steps and their order.
 */
package dev.mote.engine.sampling;
