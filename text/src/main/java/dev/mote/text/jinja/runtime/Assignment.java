package dev.mote.text.jinja.runtime;

import dev.mote.text.jinja.Budget;
import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.syntax.Target;
import dev.mote.text.jinja.value.Iteration;
import dev.mote.text.jinja.value.Namespace;
import dev.mote.text.jinja.value.Undefined;
import dev.mote.text.jinja.value.Value;

import java.util.List;

/** Gives values to what can be assigned to. */
final class Assignment {
    private Assignment() {}

    static void assign(Target target, Value value, Scope scope, Budget budget) {
        switch (target) {
            case Target.Variable(String name) -> scope.set(name, value);
            case Target.NamespaceAttribute(String name, String attribute) -> {
                if (!(scope.find(name) instanceof Namespace namespace)) {
                    throw JinjaException.type(
                            "cannot set '"
                                    + attribute
                                    + "' of '"
                                    + name
                                    + "', which is no namespace");
                }
                namespace.attributes().put(attribute, value);
            }
            case Target.Unpacking(List<Target> targets) -> {
                if (value instanceof Undefined undefined) {
                    throw undefined.failure();
                }
                List<Value> values = Iteration.of(value, budget);
                if (values.size() != targets.size()) {
                    throw JinjaException.value(
                            "expected "
                                    + targets.size()
                                    + " values to unpack, got "
                                    + values.size());
                }
                for (int i = 0; i < values.size(); i++) {
                    assign(targets.get(i), values.get(i), scope, budget);
                }
            }
        }
    }
}
