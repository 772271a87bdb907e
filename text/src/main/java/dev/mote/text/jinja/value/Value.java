package dev.mote.text.jinja.value;

/** A value a template computes with, modelled on Python's. */
public sealed interface Value
        permits Undefined,
                None,
                Bool,
                Int,
                Real,
                Text,
                ListValue,
                TupleValue,
                RangeValue,
                DictValue,
                DictView,
                Generator,
                Namespace,
                HostObject,
                Callable {
    /** Python's name of the type, for messages. */
    String typeName();
}
