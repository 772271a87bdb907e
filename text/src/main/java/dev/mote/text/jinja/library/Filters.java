package dev.mote.text.jinja.library;

import java.util.HashMap;
import java.util.Map;

/**
 * All filters by name: those of Jinja2 that make sense without HTML, and {@code tojson} as Hugging
 * Face's chat templates have it.
 *
 * @see <a href="https://jinja.palletsprojects.com/en/stable/templates/#list-of-builtin-filters">
 *     List of Builtin Filters</a>
 */
public final class Filters {
    /** The filters. */
    public static final Map<String, Filter> ALL = all();

    private Filters() {}

    private static Map<String, Filter> all() {
        Map<String, Filter> all = new HashMap<>();
        TextFilters.addTo(all);
        LayoutFilters.addTo(all);
        NumberFilters.addTo(all);
        SequenceFilters.addTo(all);
        SelectionFilters.addTo(all);
        OrderFilters.addTo(all);
        ValueFilters.addTo(all);
        return Map.copyOf(all);
    }
}
