package dev.mote.text.jinja.value;

import dev.mote.text.jinja.JinjaException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** A dictionary in insertion order; keys are equal as in Python, where 1, 1.0 and True are one. */
public final class DictValue implements Value {
    private record Entry(Value key, Value value) {}

    private final Map<Object, Entry> entries = new LinkedHashMap<>();

    /** Number of entries. */
    public int size() {
        return entries.size();
    }

    /** The value of a key, or null. */
    public @Nullable Value get(Value key) {
        Entry entry = entries.get(hashed(key));
        return entry == null ? null : entry.value();
    }

    /** The value of a text key, or null. */
    public @Nullable Value get(String key) {
        Entry entry = entries.get(key);
        return entry == null ? null : entry.value();
    }

    /** Sets the value of a key; an equal key that is there stays as it is. */
    public void put(Value key, Value value) {
        entries.compute(hashed(key), (_, old) -> new Entry(old == null ? key : old.key(), value));
    }

    /** Removes a key and gives its value, or null. */
    public @Nullable Value remove(Value key) {
        Entry entry = entries.remove(hashed(key));
        return entry == null ? null : entry.value();
    }

    /** Removes everything. */
    public void clear() {
        entries.clear();
    }

    /** Adds all entries of another dictionary. */
    public void putAll(DictValue other) {
        other.forEach(this::put);
    }

    /** The keys, copied. */
    public List<Value> keys() {
        List<Value> keys = new ArrayList<>(entries.size());
        entries.values().forEach(entry -> keys.add(entry.key()));
        return keys;
    }

    /** The values, copied. */
    public List<Value> values() {
        List<Value> values = new ArrayList<>(entries.size());
        entries.values().forEach(entry -> values.add(entry.value()));
        return values;
    }

    /** Visits the entries in order. */
    public void forEach(BiConsumer<Value, Value> visitor) {
        entries.values().forEach(entry -> visitor.accept(entry.key(), entry.value()));
    }

    /** What stands for a key in the map: equal for equal keys. */
    static Object hashed(Value key) {
        return switch (key) {
            case Text text -> text.chars();
            case Int number -> number.value();
            case Bool bool -> bool == Bool.TRUE ? 1L : 0L;
            case Real number -> {
                double value = number.value();
                long whole = (long) value;
                if (whole == value && whole != Long.MAX_VALUE) {
                    yield whole;
                }
                yield value;
            }
            case TupleValue tuple -> tuple.elements().stream().map(DictValue::hashed).toList();
            case ListValue _, DictValue _ ->
                    throw JinjaException.type("unhashable type: '" + key.typeName() + "'");
            case None _, Undefined _, RangeValue _, DictView _ -> key;
            case Generator _, Namespace _, HostObject _, Callable _ -> key;
        };
    }

    @Override
    public String typeName() {
        return "dict";
    }
}
