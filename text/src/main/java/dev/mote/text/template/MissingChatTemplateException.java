package dev.mote.text.template;

import java.util.List;

/** A model file has no chat template, and none was chosen for it. */
public final class MissingChatTemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String source;

    /**
     * States which file it is and what to do.
     *
     * @param source the file, as the user knows it
     * @param key the metadata key that is missing
     * @param names templates that can be chosen by name
     */
    MissingChatTemplateException(String source, String key, List<String> names) {
        super(
                source
                        + ": no chat template (metadata key '"
                        + key
                        + "'); use plain text instead of a conversation, or choose a template: "
                        + String.join(", ", names)
                        + ", or Jinja source of your own");
        this.source = source;
    }

    /** The file. */
    public String source() {
        return source;
    }
}
