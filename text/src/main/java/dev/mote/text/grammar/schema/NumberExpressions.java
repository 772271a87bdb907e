package dev.mote.text.grammar.schema;

import dev.mote.text.grammar.CodePoints;
import dev.mote.text.grammar.Expression;
import dev.mote.text.grammar.Expression.Characters;
import dev.mote.text.grammar.Expression.Edge;
import dev.mote.text.grammar.Expression.Graph;
import dev.mote.text.grammar.Expression.Literal;
import dev.mote.text.grammar.Expression.Repeat;
import dev.mote.text.grammar.automaton.Effort;
import dev.mote.text.grammar.automaton.ExpressionNfa;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * JSON numbers within bounds, exactly. They are written without exponent where there are bounds;
 * zero has no sign; digits are bounded so that none goes on for ever.
 */
final class NumberExpressions {
    private static final int DIGITS_MAX = 18;
    private static final int FRACTION_DIGITS_MAX = 17;
    private static final int EXPONENT_DIGITS_MAX = 2;
    private static final int MODULUS_MAX = 2_000;
    private static final int EDGE_PARTS = 2;

    private NumberExpressions() {}

    /** Any number of a type. */
    static Expression free(boolean whole) {
        Expression digit = Expression.range('0', '9');
        Expression positive =
                Expression.sequence(
                        Expression.range('1', '9'), new Repeat(digit, 0, DIGITS_MAX - 1));
        Expression signed = Expression.sequence(Expression.optional(new Literal("-")), positive);
        if (whole) {
            return Expression.choice(new Literal("0"), signed);
        }
        Expression fraction =
                Expression.sequence(new Literal("."), new Repeat(digit, 1, FRACTION_DIGITS_MAX));
        Expression exponent =
                Expression.sequence(
                        Expression.anyOf("eE"),
                        Expression.optional(Expression.anyOf("+-")),
                        new Repeat(digit, 1, EXPONENT_DIGITS_MAX));
        return Expression.sequence(
                Expression.optional(new Literal("-")),
                Expression.choice(new Literal("0"), positive),
                Expression.optional(fraction),
                Expression.optional(exponent));
    }

    /** Numbers of a type within bounds. */
    static Expression within(NumberBounds bounds, boolean whole, Effort effort, SchemaNode place) {
        Expression range =
                Expression.choice(
                        magnitudes(
                                bounds.low().filter(low -> low.signum() >= 0),
                                bounds.lowIncluded(),
                                bounds.high(),
                                bounds.highIncluded(),
                                whole,
                                effort),
                        Expression.sequence(
                                new Literal("-"),
                                magnitudes(
                                        Optional.of(
                                                bounds.high()
                                                        .filter(high -> high.signum() < 0)
                                                        .map(BigDecimal::negate)
                                                        .orElse(BigDecimal.ZERO)),
                                        bounds.high().filter(high -> high.signum() < 0).isPresent()
                                                && bounds.highIncluded(),
                                        bounds.low().map(BigDecimal::negate),
                                        bounds.lowIncluded(),
                                        whole,
                                        effort)));
        if (bounds.divisors().isEmpty()) {
            return range;
        }
        var numbers = ExpressionNfa.characters(range, effort);
        for (BigDecimal divisor : bounds.divisors()) {
            numbers =
                    numbers.intersect(
                            ExpressionNfa.characters(multiples(divisor, whole, place), effort),
                            effort);
        }
        return Graphs.of(numbers, Characters::new);
    }

    /** The multiples of a decimal: the remainder is carried from digit to digit. */
    private static Expression multiples(BigDecimal divisor, boolean whole, SchemaNode place) {
        BigDecimal plain = divisor.stripTrailingZeros();
        int fraction = Math.max(0, plain.scale());
        BigInteger unit = plain.movePointRight(fraction).toBigIntegerExact();
        if (unit.compareTo(BigInteger.valueOf(MODULUS_MAX)) > 0
                || fraction > FRACTION_DIGITS_MAX
                || (long) unit.intValue() * (fraction + 1) > MODULUS_MAX) {
            throw place.refusal(
                    "multipleOf", "of so many digits cannot be enforced; use a simpler number");
        }
        int modulus = unit.intValueExact();
        // State 0: before the first digit; then by digits of the fraction read, and remainder.
        int positions = whole ? 1 : fraction + 1;
        List<Edge> edges = new ArrayList<>();
        Set<Integer> accepting = new HashSet<>();
        edges.add(new Edge(0, Expression.optional(new Literal("-")), 1));
        int first = 2;
        for (int digit = 0; digit <= 9; digit++) {
            edges.add(new Edge(1, digit(digit, digit), first + digit % modulus));
        }
        for (int read = 0; read < positions; read++) {
            for (int remainder = 0; remainder < modulus; remainder++) {
                int state = first + read * modulus + remainder;
                if (isZero(remainder, fraction - read, modulus)) {
                    accepting.add(state);
                }
                for (int digit = 0; digit <= 9; digit++) {
                    int next = (int) ((10L * remainder + digit) % modulus);
                    if (read == 0) {
                        edges.add(new Edge(state, digit(digit, digit), first + next));
                    }
                    if (read + 1 < positions) {
                        Expression label =
                                read == 0
                                        ? Expression.sequence(new Literal("."), digit(digit, digit))
                                        : digit(digit, digit);
                        edges.add(new Edge(state, label, first + (read + 1) * modulus + next));
                    }
                }
            }
        }
        return new Graph(first + positions * modulus, edges, accepting);
    }

    private static boolean isZero(int remainder, int digitsLeft, int modulus) {
        long value = remainder;
        for (int i = 0; i < digitsLeft; i++) {
            value = value * 10 % modulus;
        }
        return value == 0;
    }

    /** Decimals without sign between bounds, which are taken as 0 or more. */
    private static Expression magnitudes(
            Optional<BigDecimal> low,
            boolean lowIncluded,
            Optional<BigDecimal> high,
            boolean highIncluded,
            boolean whole,
            Effort effort) {
        if (high.isPresent() && high.get().signum() < 0) {
            return Expression.NEVER;
        }
        Decimal below = new Decimal(low.orElse(BigDecimal.ZERO));
        Optional<Decimal> above = high.map(Decimal::new);
        int digits = Math.max(DIGITS_MAX, below.whole.length());
        digits = above.isPresent() ? above.get().whole.length() : digits;
        int fraction = FRACTION_DIGITS_MAX;
        fraction = Math.max(fraction, below.fraction.length() + 1);
        fraction = Math.max(fraction, above.map(a -> a.fraction.length() + 1).orElse(0));
        List<Expression> lengths = new ArrayList<>();
        for (int length = 1; length <= digits; length++) {
            if (length >= below.whole.length()) {
                lengths.add(
                        new Comparison(
                                        below,
                                        low.isEmpty() || lowIncluded,
                                        above,
                                        highIncluded,
                                        length,
                                        whole ? 0 : fraction,
                                        effort)
                                .graph());
            }
        }
        return new Expression.Choice(lengths);
    }

    private static Expression digit(int first, int last) {
        return new Characters(CodePoints.range('0' + first, '0' + last));
    }

    /** A bound as its digits before and after the point. */
    private static final class Decimal {
        final String whole;
        final String fraction;

        Decimal(BigDecimal value) {
            BigDecimal plain = value.abs().stripTrailingZeros();
            String text = plain.toPlainString();
            int point = text.indexOf('.');
            whole = point < 0 ? text : text.substring(0, point);
            fraction = point < 0 ? "" : text.substring(point + 1);
        }

        int digit(int index, int length) {
            if (index < length) {
                int at = index - (length - whole.length());
                return at < 0 ? 0 : whole.charAt(at) - '0';
            }
            int at = index - length;
            return at < fraction.length() ? fraction.charAt(at) - '0' : 0;
        }

        /** Whether only zeros follow the digits before an index. */
        boolean endsBefore(int index, int length) {
            return index - length >= fraction.length();
        }
    }

    /** The decimals of one length, compared digit by digit with both bounds at once. */
    private static final class Comparison {
        private final Decimal low;
        private final boolean lowIncluded;
        private final Optional<Decimal> high;
        private final boolean highIncluded;
        private final int length;
        private final int total;
        private final Effort effort;
        private final Map<Integer, Integer> numbers = new HashMap<>();
        private final List<Integer> pending = new ArrayList<>();
        private final List<Edge> edges = new ArrayList<>();
        private final Set<Integer> accepting = new HashSet<>();

        Comparison(
                Decimal low,
                boolean lowIncluded,
                Optional<Decimal> high,
                boolean highIncluded,
                int length,
                int fraction,
                Effort effort) {
            this.low = low;
            this.lowIncluded = lowIncluded;
            this.high = high;
            this.highIncluded = highIncluded;
            this.length = length;
            total = length + fraction;
            this.effort = effort;
        }

        /** States: digits read, whether still equal to the lower and to the upper bound. */
        Expression graph() {
            boolean highEqual = high.isPresent() && high.get().whole.length() == length;
            numbers.put(key(0, low.whole.length() == length, highEqual), 0);
            pending.add(key(0, low.whole.length() == length, highEqual));
            for (int state = 0; state < pending.size(); state++) {
                int key = pending.get(state);
                expand(state, key / 4, (key & 1) != 0, (key & 2) != 0);
            }
            return new Graph(pending.size(), edges, accepting);
        }

        private void expand(int state, int read, boolean lowEqual, boolean highEqual) {
            if (read >= length && satisfied(read, lowEqual, highEqual)) {
                accepting.add(state);
            }
            if (read == total) {
                return;
            }
            int least = lowEqual ? low.digit(read, length) : 0;
            int most = highEqual ? high.orElseThrow().digit(read, length) : 9;
            int first = read == 0 && length > 1 ? Math.max(1, least) : least;
            for (int digit = first; digit <= most; ) {
                boolean atLow = lowEqual && digit == least;
                boolean atHigh = highEqual && digit == most;
                int last = atLow || atHigh ? digit : highEqual ? most - 1 : most;
                effort.parts(EDGE_PARTS);
                Expression label = digit(digit, last);
                if (read == length) {
                    label = Expression.sequence(new Literal("."), label);
                }
                edges.add(new Edge(state, label, number(key(read + 1, atLow, atHigh))));
                digit = last + 1;
            }
        }

        private int number(int key) {
            return numbers.computeIfAbsent(
                    key,
                    _ -> {
                        pending.add(key);
                        return pending.size() - 1;
                    });
        }

        private boolean satisfied(int read, boolean lowEqual, boolean highEqual) {
            boolean aboveLow = !lowEqual || (lowIncluded && low.endsBefore(read, length));
            boolean belowHigh =
                    !highEqual || highIncluded || !high.orElseThrow().endsBefore(read, length);
            return aboveLow && belowHigh;
        }

        private static int key(int read, boolean lowEqual, boolean highEqual) {
            return 4 * read + (lowEqual ? 1 : 0) + (highEqual ? 2 : 0);
        }
    }
}
