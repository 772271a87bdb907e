/**
 * Models of Mote behind the interfaces of LangChain4j, in this process: chat, streaming,
 * embeddings, completion, counting of tokens.
 */
@NullMarked
package dev.mote.langchain4j;

import org.jspecify.annotations.NullMarked;
