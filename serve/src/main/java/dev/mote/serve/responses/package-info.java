/**
 * OpenAI's responses API: turns made of items, kept for a while so that the next can refer to them.
 */
package dev.mote.serve.responses;
