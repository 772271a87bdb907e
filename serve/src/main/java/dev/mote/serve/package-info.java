/**
 * Open models behind HTTP: OpenAI's API and its kin, and a page to look at them.
 *
 * <p>{@link dev.mote.serve.Server} is the door. Every request has a virtual thread of its own.
 */
package dev.mote.serve;
