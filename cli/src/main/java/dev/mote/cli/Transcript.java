package dev.mote.cli;

import com.fasterxml.jackson.jr.ob.JSON;

import dev.mote.engine.ChatMessage;
import dev.mote.engine.ModelDescription;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A conversation as a file. */
final class Transcript {
    private Transcript() {}

    /** Writes the whole file or nothing; it is readable by its owner only. */
    static void save(Path file, ModelDescription model, List<ChatMessage> messages)
            throws IOException {
        String text =
                file.toString().endsWith(".json")
                        ? json(model, messages)
                        : markdown(model, messages);
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null) {
            throw new IOException("'" + file + "' is a folder");
        }
        Path part = Files.createTempFile(folder, ".mote-", ".part");
        try {
            Files.writeString(part, text);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static String json(ModelDescription model, List<ChatMessage> messages)
            throws IOException {
        List<Map<String, Object>> list = new ArrayList<>();
        for (ChatMessage message : messages) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("role", message.role());
            entry.put("content", message.content());
            list.add(entry);
        }
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("model", model.name());
        root.put("messages", list);
        return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(root) + "\n";
    }

    private static String markdown(ModelDescription model, List<ChatMessage> messages) {
        StringBuilder text = new StringBuilder("# Chat with " + model.name() + "\n");
        for (ChatMessage message : messages) {
            text.append("\n## ").append(message.role()).append("\n\n");
            text.append(message.content().strip()).append("\n");
        }
        return text.toString();
    }
}
