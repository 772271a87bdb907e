/**
 * The public API: {@link dev.mote.engine.Model} opens a model; it generates, chats, embeds and
 * counts tokens.
 */
package dev.mote.engine;
