package dev.mote.text.jinja.runtime;

import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.syntax.Statement;
import dev.mote.text.jinja.syntax.Statement.Parameter;
import dev.mote.text.jinja.syntax.Statement.Signature;
import dev.mote.text.jinja.value.Arguments;
import dev.mote.text.jinja.value.Bool;
import dev.mote.text.jinja.value.CallContext;
import dev.mote.text.jinja.value.Callable;
import dev.mote.text.jinja.value.DictValue;
import dev.mote.text.jinja.value.HostObject;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.TextBuilder;
import dev.mote.text.jinja.value.TupleValue;
import dev.mote.text.jinja.value.Undefined;
import dev.mote.text.jinja.value.Value;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A macro with the scope it was defined in. */
final class MacroValue implements HostObject, Callable {
    private final String name;
    private final Signature signature;
    private final List<Statement> body;
    private final Scope scope;
    private final Executor executor;

    MacroValue(
            String name,
            Signature signature,
            List<Statement> body,
            Scope scope,
            Executor executor) {
        this.name = name;
        this.signature = signature;
        this.body = body;
        this.scope = scope;
        this.executor = executor;
    }

    @Override
    public Value call(CallContext context, Arguments arguments) {
        context.budget().enter();
        Scope inner = new Scope(scope);
        bind(arguments, inner);
        TextBuilder out = new TextBuilder(context.budget());
        executor.run(body, inner, out);
        context.budget().leave();
        return out.build();
    }

    private void bind(Arguments arguments, Scope inner) {
        List<Value> positional = arguments.positional();
        Map<String, Value> named = new LinkedHashMap<>(arguments.named());
        List<Parameter> parameters = signature.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            Value byName = named.remove(parameter.name());
            if (i < positional.size()) {
                if (byName != null) {
                    throw JinjaException.type(
                            described()
                                    + " got multiple values for argument '"
                                    + parameter.name()
                                    + "'");
                }
                inner.set(parameter.name(), positional.get(i));
            } else {
                inner.set(parameter.name(), byName == null ? fallback(parameter, inner) : byName);
            }
        }
        bindCaller(named, inner);
        bindRest(positional, named, inner);
    }

    private Value fallback(Parameter parameter, Scope inner) {
        return parameter.fallback() == null
                ? new Undefined("parameter '" + parameter.name() + "' was not provided")
                : executor.evaluator().evaluate(parameter.fallback(), inner);
    }

    private void bindCaller(Map<String, Value> named, Scope inner) {
        if (signature.implicit().contains("caller")) {
            Value caller = named.remove("caller");
            inner.set("caller", caller == null ? new Undefined("no caller defined") : caller);
        }
    }

    private void bindRest(List<Value> positional, Map<String, Value> named, Scope inner) {
        if (signature.implicit().contains("kwargs")) {
            DictValue rest = new DictValue();
            named.forEach((key, value) -> rest.put(Text.of(key), value));
            inner.set("kwargs", rest);
        } else if (!named.isEmpty()) {
            throw JinjaException.type(
                    described()
                            + " takes no keyword argument '"
                            + named.keySet().iterator().next()
                            + "'");
        }
        int count = signature.parameters().size();
        if (signature.implicit().contains("varargs")) {
            inner.set(
                    "varargs",
                    TupleValue.of(
                            positional.subList(
                                    Math.min(count, positional.size()), positional.size())));
        } else if (positional.size() > count) {
            throw JinjaException.type(described() + " takes not more than " + count + " arguments");
        }
    }

    private String described() {
        return "macro '" + name + "'";
    }

    @Override
    public @Nullable Value attribute(String attribute) {
        return switch (attribute) {
            case "name" -> Text.of(name);
            case "arguments" -> {
                List<Value> names = new ArrayList<>();
                signature.parameters().forEach(each -> names.add(Text.of(each.name())));
                yield TupleValue.of(names);
            }
            case "catch_kwargs" -> Bool.of(signature.implicit().contains("kwargs"));
            case "catch_varargs" -> Bool.of(signature.implicit().contains("varargs"));
            case "caller" -> Bool.of(signature.implicit().contains("caller"));
            default -> null;
        };
    }

    @Override
    public String printed() {
        return "<Macro '" + name + "'>";
    }

    @Override
    public String typeName() {
        return "Macro";
    }
}
