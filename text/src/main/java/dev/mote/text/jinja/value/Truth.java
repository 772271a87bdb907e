package dev.mote.text.jinja.value;

/** Python's truth of values. */
public final class Truth {
    private Truth() {}

    /** Whether a condition on the value holds. */
    public static boolean of(Value value) {
        return switch (value) {
            case Undefined _, None _ -> false;
            case Bool bool -> bool == Bool.TRUE;
            case Int number -> number.value() != 0;
            case Real number -> number.value() != 0;
            case Text text -> !text.isEmpty();
            case ListValue list -> !list.elements().isEmpty();
            case TupleValue tuple -> !tuple.elements().isEmpty();
            case RangeValue range -> range.size() > 0;
            case DictValue dict -> dict.size() > 0;
            case DictView view -> view.dict().size() > 0;
            case Generator _, Namespace _, HostObject _, Callable _ -> true;
        };
    }
}
