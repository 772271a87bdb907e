package dev.mote.text.grammar.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The numbers that a conjunction allows.
 *
 * @param low the bound below, if there is one
 * @param lowIncluded whether it is allowed itself
 * @param high the bound above, if there is one
 * @param highIncluded whether it is allowed itself
 * @param divisors of which every number must be a multiple
 */
record NumberBounds(
        Optional<BigDecimal> low,
        boolean lowIncluded,
        Optional<BigDecimal> high,
        boolean highIncluded,
        List<BigDecimal> divisors) {
    /** Every number. */
    static final NumberBounds FREE =
            new NumberBounds(Optional.empty(), true, Optional.empty(), true, List.of());

    /** From a number to another, both included. */
    static NumberBounds between(String low, String high) {
        return new NumberBounds(
                Optional.of(new BigDecimal(low)),
                true,
                Optional.of(new BigDecimal(high)),
                true,
                List.of());
    }

    /** What both allow. */
    NumberBounds and(NumberBounds other) {
        boolean ownLow =
                low.isPresent()
                        && (other.low.isEmpty()
                                || low.get().compareTo(other.low.get()) > 0
                                || (low.get().compareTo(other.low.get()) == 0 && !lowIncluded));
        boolean ownHigh =
                high.isPresent()
                        && (other.high.isEmpty()
                                || high.get().compareTo(other.high.get()) < 0
                                || (high.get().compareTo(other.high.get()) == 0 && !highIncluded));
        List<BigDecimal> both = new ArrayList<>(divisors);
        both.addAll(other.divisors);
        return new NumberBounds(
                ownLow ? low : other.low,
                ownLow ? lowIncluded : other.lowIncluded,
                ownHigh ? high : other.high,
                ownHigh ? highIncluded : other.highIncluded,
                both);
    }

    static NumberBounds of(Conjunction conjunction) {
        Optional<BigDecimal> low = conjunction.largest(node -> node.number("minimum"));
        Optional<BigDecimal> above = conjunction.largest(node -> node.number("exclusiveMinimum"));
        Optional<BigDecimal> high = conjunction.smallest(node -> node.number("maximum"));
        Optional<BigDecimal> below = conjunction.smallest(node -> node.number("exclusiveMaximum"));
        boolean lowIncluded =
                above.isEmpty() || low.filter(l -> l.compareTo(above.get()) > 0).isPresent();
        boolean highIncluded =
                below.isEmpty() || high.filter(h -> h.compareTo(below.get()) < 0).isPresent();
        List<BigDecimal> divisors = new ArrayList<>();
        for (SchemaNode node : conjunction.nodes()) {
            node.number("multipleOf")
                    .ifPresent(divisor -> {
                        if (divisor.signum() <= 0) {
                            throw node.refusal("multipleOf", "must be above 0");
                        }
                        divisors.add(divisor);
                    });
        }
        return new NumberBounds(
                lowIncluded ? low : above,
                lowIncluded,
                highIncluded ? high : below,
                highIncluded,
                divisors);
    }

    /** Whether every number is allowed. */
    boolean isFree() {
        return low.isEmpty() && high.isEmpty() && divisors.isEmpty();
    }

    boolean allows(BigDecimal number) {
        int toLow = low.map(number::compareTo).orElse(1);
        int toHigh = high.map(number::compareTo).orElse(-1);
        return (toLow > 0 || (toLow == 0 && lowIncluded))
                && (toHigh < 0 || (toHigh == 0 && highIncluded))
                && divisors.stream().allMatch(d -> number.remainder(d).signum() == 0);
    }

    /** Whether no number is within both bounds. */
    boolean isDisjointFrom(NumberBounds other) {
        return isAbove(other) || other.isAbove(this);
    }

    private boolean isAbove(NumberBounds other) {
        if (low.isEmpty() || other.high.isEmpty()) {
            return false;
        }
        int order = low.get().compareTo(other.high.get());
        return order > 0 || (order == 0 && !(lowIncluded && other.highIncluded));
    }
}
