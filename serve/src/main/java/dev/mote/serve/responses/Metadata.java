package dev.mote.serve.responses;

import dev.mote.serve.question.Fields;
import dev.mote.serve.wire.Refusal;

import java.util.LinkedHashMap;
import java.util.Map;

/** The field {@code metadata}: up to 16 short texts that come back with the response. */
final class Metadata {
    private static final int ENTRIES_MAX = 16;
    private static final int NAME_LENGTH_MAX = 64;
    private static final int VALUE_LENGTH_MAX = 512;

    private Metadata() {}

    static Map<String, String> read(Fields body) {
        Map<String, String> metadata = new LinkedHashMap<>();
        Fields fields = body.object("metadata").orElse(null);
        if (fields == null) {
            return metadata;
        }
        for (String name : fields.asMap().keySet()) {
            String value = fields.requiredString(name);
            if (name.length() > NAME_LENGTH_MAX || value.length() > VALUE_LENGTH_MAX) {
                throw Refusal.invalid(
                        "metadata",
                        "metadata has a name of more than %d characters or a value of more than %d"
                                .formatted(NAME_LENGTH_MAX, VALUE_LENGTH_MAX));
            }
            metadata.put(name, value);
        }
        if (metadata.size() > ENTRIES_MAX) {
            throw Refusal.invalid(
                    "metadata", "metadata holds more than %d entries".formatted(ENTRIES_MAX));
        }
        return metadata;
    }
}
