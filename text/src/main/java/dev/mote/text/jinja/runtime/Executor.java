package dev.mote.text.jinja.runtime;

import dev.mote.text.jinja.Budget;
import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.syntax.Expression;
import dev.mote.text.jinja.syntax.Statement;
import dev.mote.text.jinja.syntax.Statement.Signature;
import dev.mote.text.jinja.value.Arguments;
import dev.mote.text.jinja.value.CallContext;
import dev.mote.text.jinja.value.Iteration;
import dev.mote.text.jinja.value.Repr;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.TextBuilder;
import dev.mote.text.jinja.value.Truth;
import dev.mote.text.jinja.value.Value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Carries statements out. */
final class Executor {
    private final Budget budget;
    private final Evaluator evaluator;

    Executor(CallContext context) {
        this.budget = context.budget();
        this.evaluator = new Evaluator(context);
    }

    Evaluator evaluator() {
        return evaluator;
    }

    Flow run(List<Statement> statements, Scope scope, TextBuilder out) {
        for (Statement statement : statements) {
            Flow flow = run(statement, scope, out);
            if (flow != Flow.NEXT) {
                return flow;
            }
        }
        return Flow.NEXT;
    }

    private Flow run(Statement statement, Scope scope, TextBuilder out) {
        budget.step();
        budget.enter();
        try {
            Flow flow = dispatch(statement, scope, out);
            budget.leave();
            return flow;
        } catch (JinjaException e) {
            throw e.at(statement.line());
        }
    }

    private Flow dispatch(Statement statement, Scope scope, TextBuilder out) {
        switch (statement) {
            case Statement.Verbatim verbatim -> out.append(verbatim.text());
            case Statement.Output output ->
                    out.append(Repr.str(evaluator.evaluate(output.value(), scope), budget));
            case Statement.If conditional -> {
                return run(chosen(conditional, scope), scope, out);
            }
            case Statement.For loop -> {
                return loop(loop, scope, out);
            }
            case Statement.Break _ -> {
                return Flow.BREAK;
            }
            case Statement.Continue _ -> {
                return Flow.CONTINUE;
            }
            case Statement.Assign assign ->
                    Assignment.assign(
                            assign.target(),
                            evaluator.evaluate(assign.value(), scope),
                            scope,
                            budget);
            case Statement.Capture capture -> {
                TextBuilder body = new TextBuilder(budget);
                Flow flow = run(capture.body(), new Scope(scope), body);
                Value value = filtered(body.build(), capture.filters(), scope);
                Assignment.assign(capture.target(), value, scope, budget);
                return flow;
            }
            case Statement.Macro macro ->
                    scope.set(
                            macro.name(),
                            new MacroValue(
                                    macro.name(), macro.signature(), macro.body(), scope, this));
            case Statement.CallBlock call -> out.append(Repr.str(call(call, scope), budget));
            case Statement.FilterBlock block -> {
                TextBuilder body = new TextBuilder(budget);
                Flow flow = run(block.body(), new Scope(scope), body);
                out.append(Repr.str(filtered(body.build(), block.filters(), scope), budget));
                return flow;
            }
            case Statement.With with -> {
                return with(with, scope, out);
            }
            case Statement.Scoped block -> run(block.body(), new Scope(scope), out);
        }
        return Flow.NEXT;
    }

    private List<Statement> chosen(Statement.If conditional, Scope scope) {
        for (Statement.Branch branch : conditional.branches()) {
            if (Truth.of(evaluator.evaluate(branch.condition(), scope))) {
                return branch.body();
            }
        }
        return conditional.otherwise();
    }

    private Value filtered(Text text, List<Expression.FilterCall> filters, Scope scope) {
        Value value = text;
        for (Expression.FilterCall filter : filters) {
            value = evaluator.filter(value, filter, scope);
        }
        return value;
    }

    private Flow with(Statement.With with, Scope scope, TextBuilder out) {
        Scope inner = new Scope(scope);
        for (Statement.Binding binding : with.bindings()) {
            Value value = evaluator.evaluate(binding.value(), scope);
            Assignment.assign(binding.target(), value, inner, budget);
        }
        return run(with.body(), inner, out);
    }

    private Value call(Statement.CallBlock block, Scope scope) {
        Signature signature = block.signature();
        MacroValue caller = new MacroValue("caller", signature, block.body(), scope, this);
        Value callee = evaluator.evaluate(block.call().callee(), scope);
        Arguments written = evaluator.arguments(block.call().arguments(), scope);
        Map<String, Value> named = new LinkedHashMap<>(written.named());
        named.put("caller", caller);
        return evaluator.call(callee, new Arguments(written.positional(), named));
    }

    private Flow loop(Statement.For statement, Scope scope, TextBuilder out) {
        Value iterable = evaluator.evaluate(statement.iterable(), scope);
        loop(statement, iterable, scope, 0, out);
        return Flow.NEXT;
    }

    /** Runs a loop, or at a greater depth the recursion of one. */
    void loop(Statement.For statement, Value iterable, Scope scope, int depth, TextBuilder out) {
        List<Value> elements = Iteration.of(iterable, budget);
        if (statement.filter() != null) {
            elements = accepted(statement, statement.filter(), elements, scope);
        }
        if (elements.isEmpty()) {
            run(statement.otherwise(), new Scope(scope), out);
            return;
        }
        LoopValue loop = new LoopValue(statement, elements, depth, scope, this);
        while (loop.advance()) {
            Scope body = new Scope(scope);
            Assignment.assign(statement.target(), loop.current(), body, budget);
            body.set("loop", loop);
            if (run(statement.body(), body, out) == Flow.BREAK) {
                return;
            }
        }
    }

    private List<Value> accepted(
            Statement.For statement, Expression filter, List<Value> elements, Scope scope) {
        List<Value> accepted = new ArrayList<>();
        for (Value element : elements) {
            Scope inner = new Scope(scope);
            Assignment.assign(statement.target(), element, inner, budget);
            if (Truth.of(evaluator.evaluate(filter, inner))) {
                accepted.add(element);
            }
        }
        return accepted;
    }
}
