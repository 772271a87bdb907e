/**
 * Models of Mote behind the interfaces of Spring AI, in this process: chat, streaming, embeddings.
 */
@NullMarked
package dev.mote.springai;

import org.jspecify.annotations.NullMarked;
