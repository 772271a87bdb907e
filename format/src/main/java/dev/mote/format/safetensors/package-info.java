/** Hugging Face model folders: safetensors weights with their JSON files. */
package dev.mote.format.safetensors;
