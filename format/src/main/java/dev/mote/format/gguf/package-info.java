/** GGUF model files: reading in place, writing, and re-encoding of weights. */
package dev.mote.format.gguf;
