/** Conversations with tools and reasoning, made into prompts by the models' own templates. */
package dev.mote.engine.chat;
