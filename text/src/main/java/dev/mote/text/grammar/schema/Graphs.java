package dev.mote.text.grammar.schema;

import dev.mote.text.grammar.CodePoints;
import dev.mote.text.grammar.CodePointsBuilder;
import dev.mote.text.grammar.Expression;
import dev.mote.text.grammar.Expression.Edge;
import dev.mote.text.grammar.Expression.Graph;
import dev.mote.text.grammar.automaton.Dfa;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Automata as expressions. */
final class Graphs {
    private Graphs() {}

    /**
     * An automaton over code points with other labels.
     *
     * @param label what is written for one character of a set
     */
    static Expression of(Dfa dfa, Function<CodePoints, Expression> label) {
        List<Edge> edges = new ArrayList<>();
        Set<Integer> accepting = new HashSet<>();
        for (int state = 0; state < dfa.states(); state++) {
            if (dfa.isAccepting(state)) {
                accepting.add(state);
            }
            Map<Integer, CodePointsBuilder> byTarget = new LinkedHashMap<>();
            for (int edge = 0; edge < dfa.edgeCount(state); edge++) {
                byTarget.computeIfAbsent(dfa.target(state, edge), _ -> new CodePointsBuilder())
                        .add(dfa.first(state, edge), dfa.last(state, edge));
            }
            for (Map.Entry<Integer, CodePointsBuilder> entry : byTarget.entrySet()) {
                edges.add(new Edge(state, label.apply(entry.getValue().build()), entry.getKey()));
            }
        }
        return new Graph(dfa.states(), edges, accepting);
    }
}
