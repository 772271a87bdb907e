/** Hugging Face checkpoints as model files in GGUF's vocabulary. */
package dev.mote.model.huggingface;
