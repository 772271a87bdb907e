/** Conversations as the APIs send them, made into prompts by the models' own templates. */
package dev.mote.serve.chat;
