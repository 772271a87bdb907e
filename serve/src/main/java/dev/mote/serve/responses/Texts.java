package dev.mote.serve.responses;

import dev.mote.serve.question.Fields;
import dev.mote.serve.wire.Refusal;

import java.util.List;

/** Reads a field that is a text, or a list of parts that are texts. */
final class Texts {
    private Texts() {}

    /** The text; empty if the field is absent. */
    static String read(Fields item, String name) {
        if (item.value(name) instanceof String text) {
            return text;
        }
        StringBuilder text = new StringBuilder();
        for (Fields part : item.objects(name).orElse(List.of())) {
            switch (part.requiredString("type")) {
                case "input_text", "text", "summary_text", "reasoning_text" -> {}
                case "output_text" -> {
                    part.only("annotations", "there are no annotations", List.of());
                    part.ignore("logprobs"); // of what was once an output
                }
                default ->
                        throw Refusal.unsupported(
                                part.path("type"),
                                part.path("type")
                                        + " must be input_text or output_text; models here read"
                                        + " text only");
            }
            text.append(part.requiredString("text"));
            part.refuseRest();
        }
        return text.toString();
    }
}
