package dev.mote.text.jinja.library;

import dev.mote.text.jinja.Budget;
import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.value.RangeValue;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.TextBuilder;
import dev.mote.text.jinja.value.Value;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Python's slices. */
final class Slices {
    private Slices() {}

    /**
     * A slice fitted to a sequence: the indices {@code start + i * step} for {@code i} below {@code
     * count}, all within it; {@code stop} is where Python says it ends.
     */
    record Bounds(int start, int stop, long step, int count) {
        static Bounds of(int size, @Nullable Long start, @Nullable Long stop, @Nullable Long step) {
            long stride = step == null ? 1 : step;
            if (stride == 0) {
                throw JinjaException.value("slice step cannot be zero");
            }
            boolean forward = stride > 0;
            long low = forward ? 0 : -1;
            long high = forward ? size : size - 1;
            long first = start == null ? (forward ? low : high) : fit(start, size, low, high);
            long end = stop == null ? (forward ? high : low) : fit(stop, size, low, high);
            long distance = forward ? end - first : first - end;
            long width = stride == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(stride);
            int count = distance <= 0 ? 0 : (int) ((distance - 1) / width + 1);
            return new Bounds((int) first, (int) end, stride, count);
        }

        private static long fit(long index, int size, long low, long high) {
            return Math.clamp(index < 0 ? index + size : index, low, high);
        }

        int index(int i) {
            return (int) (start + i * step);
        }
    }

    static List<Value> of(List<Value> elements, Bounds bounds, Budget budget) {
        budget.steps(bounds.count());
        if (bounds.step() == 1) {
            return elements.subList(bounds.start(), bounds.start() + bounds.count());
        }
        List<Value> slice = new ArrayList<>(bounds.count());
        for (int i = 0; i < bounds.count(); i++) {
            slice.add(elements.get(bounds.index(i)));
        }
        return slice;
    }

    static Text of(Text text, Bounds bounds, Budget budget) {
        budget.scan(text.size());
        budget.produce(bounds.count());
        if (bounds.count() == 0) {
            return Text.EMPTY.markup(text.isMarkup());
        }
        if (bounds.step() == 1) {
            int start = text.offset(bounds.start());
            int end = text.chars().offsetByCodePoints(start, bounds.count());
            return text.substring(start, end);
        }
        int[] offsets = offsets(text);
        TextBuilder slice = new TextBuilder(budget);
        for (int i = 0; i < bounds.count(); i++) {
            int index = bounds.index(i);
            slice.append(text.substring(offsets[index], offsets[index + 1]));
        }
        return slice.build().markup(text.isMarkup());
    }

    /** UTF-16 index of every code point, and the size. */
    private static int[] offsets(Text text) {
        int[] offsets = new int[text.length() + 1];
        for (int i = 0; i + 1 < offsets.length; i++) {
            offsets[i + 1] = offsets[i] + Character.charCount(text.chars().codePointAt(offsets[i]));
        }
        return offsets;
    }

    static RangeValue of(RangeValue range, Bounds bounds) {
        long step = Arithmetic.exact(() -> Math.multiplyExact(range.step(), bounds.step()));
        long start = range.start() + bounds.start() * range.step();
        return new RangeValue(start, range.start() + bounds.stop() * range.step(), step);
    }
}
