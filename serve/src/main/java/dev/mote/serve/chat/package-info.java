/** Conversations as the APIs send them, and what the server allows of them. */
package dev.mote.serve.chat;
