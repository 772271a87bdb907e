package dev.mote.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Those who wait for something that is given to a few at a time: the highest priority first, then
 * the nearest deadline, then who came first. Each time somebody is passed over he is worth more,
 * and after {@link #PATIENCE} times as much as those of the next priority, so that all come to
 * their turn. Not thread-safe.
 *
 * @param <T> who waits
 */
final class WaitingLine<T> {
    /** How often a priority may be passed over by the next one. */
    static final int PATIENCE = 8;

    private static final Comparator<Place<?>> ORDER =
            Comparator.<Place<?>>comparingInt(place -> -place.worth())
                    .thenComparing(place -> place.urgency, Urgency::compareDeadlines)
                    .thenComparingLong(place -> place.arrival);

    private final List<Place<T>> places = new ArrayList<>();
    private long arrivals;

    private static final class Place<T> {
        private final T who;
        private final Urgency urgency;
        private final long arrival;
        private int passedOver;

        Place(T who, Urgency urgency, long arrival) {
            this.who = who;
            this.urgency = urgency;
            this.arrival = arrival;
        }

        int worth() {
            return PATIENCE * urgency.priority().level() + passedOver;
        }
    }

    /** Joins the line. */
    void add(T who, Urgency urgency) {
        places.add(new Place<>(who, urgency, arrivals++));
    }

    /** Leaves the line; does nothing for one who is not in it. */
    void remove(T who) {
        places.removeIf(place -> place.who.equals(who));
    }

    int size() {
        return places.size();
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    /** One of those in the line, which must not be empty. */
    T any() {
        return places.getFirst().who;
    }

    /** Takes up to {@code most} out of the line, who comes first at the beginning. */
    List<T> take(int most) {
        if (places.size() > most) {
            places.sort(ORDER);
        }
        int count = Math.min(most, places.size());
        List<Place<T>> first = places.subList(0, count);
        List<T> taken = new ArrayList<>(count);
        first.forEach(place -> taken.add(place.who));
        first.clear();
        places.forEach(place -> place.passedOver++);
        return taken;
    }
}
