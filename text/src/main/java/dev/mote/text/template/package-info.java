/**
 * Chat templates: conversations become prompts the way a model was trained to read them.
 *
 * <p>{@link dev.mote.text.template.ChatTemplate} is the way in.
 */
package dev.mote.text.template;
