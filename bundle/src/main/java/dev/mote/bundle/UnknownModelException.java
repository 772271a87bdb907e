package dev.mote.bundle;

import java.util.List;

/** A name is neither in the catalogue nor a file nor a source. */
public final class UnknownModelException extends BundleException {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final transient List<String> suggestions;

    /**
     * States the name and its near ones.
     *
     * @param name the name as given
     * @param suggestions catalogue names that are spelt alike, best first
     */
    public UnknownModelException(String name, List<String> suggestions) {
        super(
                "model '"
                        + name
                        + "' is neither in the catalogue nor a file"
                        + (suggestions.isEmpty()
                                ? ""
                                : "; did you mean " + String.join(" or ", suggestions) + "?")
                        + " (mote models lists the names; hf:owner/repo, https:, npm: and paths"
                        + " work too)",
                null);
        this.name = name;
        this.suggestions = List.copyOf(suggestions);
    }

    /** The name as given. */
    public String name() {
        return name;
    }

    /** Catalogue names that are spelt alike, best first. */
    public List<String> suggestions() {
        return suggestions;
    }
}
