/** The API of rerankers, as Cohere's and Jina's clients speak it. */
package dev.mote.serve.rerank;
