package dev.mote.langchain4j;

import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.mote.engine.TemplatedModel;

import java.util.List;

/**
 * What a chat model is made of.
 *
 * @param model asked
 * @param name under which it answers
 * @param defaults of what requests do not say
 * @param listeners told of requests, answers and errors
 */
record ChatSettings(
        TemplatedModel model,
        String name,
        MoteChatRequestParameters defaults,
        List<ChatModelListener> listeners) {}
