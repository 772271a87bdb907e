package dev.mote.text.jinja.value;

import java.util.LinkedHashMap;
import java.util.Map;

/** A {@code namespace()}: attributes that inner scopes may set. */
public final class Namespace implements Value {
    private final Map<String, Value> attributes = new LinkedHashMap<>();

    /** The attributes themselves: changes show. */
    public Map<String, Value> attributes() {
        return attributes;
    }

    @Override
    public String typeName() {
        return "Namespace";
    }
}
