package dev.mote.engine.tools;

/**
 * A call that a model has written.
 *
 * @param id to which the result refers
 * @param name of the tool
 * @param arguments a JSON object as text
 */
public record ToolCall(String id, String name, String arguments) {}
