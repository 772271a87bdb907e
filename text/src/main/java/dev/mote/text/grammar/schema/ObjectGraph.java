package dev.mote.text.grammar.schema;

import dev.mote.text.grammar.Expression;
import dev.mote.text.grammar.Expression.Edge;
import dev.mote.text.grammar.Expression.Graph;
import dev.mote.text.grammar.Expression.Literal;
import dev.mote.text.grammar.GrammarTooComplexException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The order in which an object's properties are written, and how many of them. */
final class ObjectGraph {
    private static final int SPOTS_MAX = 20_000;
    private static final int CLOSED = 1;

    private final JsonLayout layout;
    private final List<Property> properties;
    private final List<Expression> others;
    private final int min;
    private final int max;
    private final Map<Spot, Integer> states = new HashMap<>();
    private final List<Spot> spots = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();

    /**
     * Takes what may be written.
     *
     * @param properties in their order
     * @param others what may follow them any number of times
     * @param min fewest properties
     * @param max most properties
     */
    ObjectGraph(
            JsonLayout layout,
            List<Property> properties,
            List<Expression> others,
            int min,
            int max) {
        this.layout = layout;
        this.properties = properties;
        this.others = others;
        this.min = min;
        this.max = max;
    }

    /**
     * A property.
     *
     * @param pair its name and value
     * @param required whether it must be written
     */
    record Property(Expression pair, boolean required) {}

    /**
     * A place in an object.
     *
     * @param passed properties written or left out
     * @param distinct names written that differ for certain, as far as {@code min} counts them
     * @param written pairs written, as far as {@code max} counts them
     * @param beyond whether another property was written
     */
    private record Spot(int passed, int distinct, int written, boolean beyond) {}

    Expression expression() {
        state(new Spot(0, 0, 0, false));
        for (int i = 0; i < spots.size(); i++) {
            expand(spots.get(i));
        }
        return Expression.sequence(
                new Literal("{"), new Graph(spots.size() + 1, edges, Set.of(CLOSED)));
    }

    private void expand(Spot spot) {
        int state = state(spot);
        if (spot.passed < properties.size()) {
            Property property = properties.get(spot.passed);
            if (!property.required) {
                Spot without = new Spot(spot.passed + 1, spot.distinct, spot.written, spot.beyond);
                edges.add(new Edge(state, Expression.EMPTY, state(without)));
            }
            write(state, spot, property.pair, spot.passed + 1, false);
            return;
        }
        others.forEach(other -> write(state, spot, other, spot.passed, true));
        if (spot.distinct >= min) {
            edges.add(new Edge(state, layout.close("}"), CLOSED));
        }
    }

    private void write(int state, Spot spot, Expression pair, int passed, boolean beyond) {
        if (spot.written == max) {
            return;
        }
        // Two others may have one name, so only the first is certain to differ.
        int distinct = spot.beyond ? spot.distinct : Math.min(spot.distinct + 1, min);
        int written = max == Integer.MAX_VALUE ? 1 : spot.written + 1;
        edges.add(
                new Edge(
                        state,
                        spot.written == 0 ? layout.first(pair) : layout.next(pair),
                        state(new Spot(passed, distinct, written, beyond))));
    }

    /** The number of a spot; state 1 is the end. */
    private int state(Spot spot) {
        return states.computeIfAbsent(
                spot,
                _ -> {
                    spots.add(spot);
                    if (spots.size() > SPOTS_MAX) {
                        throw new GrammarTooComplexException(
                                "states to count properties", spots.size(), SPOTS_MAX);
                    }
                    return spots.size() == 1 ? 0 : spots.size();
                });
    }
}
