/** Text to token ids and back, with the vocabulary a model brings. */
package dev.mote.text.tokenizer;
