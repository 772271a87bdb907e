package dev.mote.text.jinja.library;

import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.value.Arguments;
import dev.mote.text.jinja.value.CallContext;
import dev.mote.text.jinja.value.DictValue;
import dev.mote.text.jinja.value.ListValue;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.TupleValue;
import dev.mote.text.jinja.value.Value;

/** The methods of texts, lists, tuples and dictionaries, by the names Python gives them. */
final class Methods {
    private Methods() {}

    /** Whether a value has the method. */
    static boolean exists(Value value, String name) {
        return switch (value) {
            case Text _ -> TextQueries.NAMES.contains(name) || TextMethods.NAMES.contains(name);
            case ListValue _ -> ListMethods.NAMES.contains(name);
            case TupleValue _ -> ListMethods.READING.contains(name);
            case DictValue _ -> DictMethods.NAMES.contains(name);
            default -> false;
        };
    }

    /** Calls a method that exists. */
    static Value call(CallContext context, Value receiver, String name, Arguments arguments) {
        return switch (receiver) {
            case Text text when TextQueries.NAMES.contains(name) ->
                    TextQueries.call(context, text, name, arguments);
            case Text text -> TextMethods.call(context, text, name, arguments);
            case ListValue list -> ListMethods.call(context, list, name, arguments);
            case TupleValue tuple -> ListMethods.read(context, tuple.elements(), name, arguments);
            case DictValue dict -> DictMethods.call(context, dict, name, arguments);
            default ->
                    throw JinjaException.type(
                            "'" + receiver.typeName() + "' has no method '" + name + "'");
        };
    }
}
