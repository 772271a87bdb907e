package dev.mote.kernel.assembler.x86;

import dev.mote.kernel.assembler.CodeBuffer.Label;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

/**
 * One call of an assembler's method, and the same instruction as text for GNU as.
 *
 * @param method the instruction
 * @param operands in the method's order; a {@link Label} is a place right behind the instruction
 * @param mask K0 for none
 * @param zeroing whether what is masked out becomes 0
 * @param spelling how as spells it
 */
record Form(Method method, List<Object> operands, Mask mask, boolean zeroing, Spelling spelling) {
    /** The bytes that the assembler writes, in hexadecimal. */
    String hex(Supplier<? extends X86Assembler> assemblers) {
        X86Assembler assembler = assemblers.get();
        try {
            if (mask != Mask.K0) {
                assembler
                        .getClass()
                        .getMethod(zeroing ? "kz" : "k", Mask.class)
                        .invoke(assembler, mask);
            }
            method.invoke(assembler, operands.toArray());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(text(), e);
        }
        for (Object operand : operands) {
            if (operand instanceof Label label) {
                assembler.bind(label);
            } else if (operand instanceof Mem mem && mem.label() != null) {
                assembler.bind(mem.label());
            }
        }
        return HexFormat.of().formatHex(assembler.finish());
    }

    /** The line for GNU as, in Intel's syntax. */
    String text() {
        List<String> words = new ArrayList<>();
        for (Object operand : operands) {
            String word = spelling.operand(method, operands, operand);
            if (words.isEmpty() && mask != Mask.K0) {
                word += "{%s}%s".formatted(Spelling.lower(mask), zeroing ? "{z}" : "");
            }
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return "%s %s"
                .formatted(spelling.mnemonic(method, operands), String.join(", ", words))
                .strip();
    }

    /** Name and parameter types, which name the method among its overloads. */
    String signature() {
        return signature(method);
    }

    static String signature(Method method) {
        List<String> types = new ArrayList<>();
        for (Class<?> type : method.getParameterTypes()) {
            types.add(type.getSimpleName());
        }
        return method.getName() + "(" + String.join(",", types) + ")";
    }
}
