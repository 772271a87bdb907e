package dev.mote.kernel.assembler.x86;

import dev.mote.kernel.assembler.CodeBuffer.Label;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How GNU as spells the calls of an assembler.
 *
 * @param vectorPrefix pseudo prefix that names the encoding of vector instructions
 */
record Spelling(String vectorPrefix) {
    private static final Map<Condition, String> SUFFIXES =
            Map.of(
                    Condition.BELOW, "b",
                    Condition.ABOVE_OR_EQUAL, "ae",
                    Condition.EQUAL, "e",
                    Condition.NOT_EQUAL, "ne",
                    Condition.BELOW_OR_EQUAL, "be",
                    Condition.ABOVE, "a",
                    Condition.LESS, "l",
                    Condition.GREATER_OR_EQUAL, "ge",
                    Condition.LESS_OR_EQUAL, "le",
                    Condition.GREATER, "g");

    /** What names are called where they differ from the method's. */
    private static final Map<String, String> NAMES =
            Map.of("mov32", "mov", "movzx8", "movzx", "movzx16", "movzx");

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    String mnemonic(Method method, List<Object> operands) {
        String name = NAMES.getOrDefault(method.getName(), method.getName());
        if (!operands.isEmpty() && operands.get(0) instanceof Condition condition) {
            return "{disp32} j" + SUFFIXES.get(condition);
        }
        if (name.equals("jmp")) {
            return "{disp32} jmp";
        }
        if (operands.stream().allMatch(Gpr.class::isInstance) && operands.size() == 2) {
            // Of two encodings the one whose last operand could be memory.
            return name.equals("test") ? name : "{load} " + name;
        }
        if (name.equals("mov") && operands.get(operands.size() - 1) instanceof Long) {
            return "movabs";
        }
        if (operands.stream().allMatch(Vec.class::isInstance)
                && (name.equals("vmovdqu") || name.equals("vmovups"))) {
            return vectorPrefix + " {load} " + name;
        }
        return takesVectors(method) ? vectorPrefix + " " + name : name;
    }

    static boolean takesVectors(Method method) {
        for (Class<?> type : method.getParameterTypes()) {
            if (type == Vec.class || type == Operand.class) {
                return true;
            }
        }
        return false;
    }

    String operand(Method method, List<Object> operands, Object operand) {
        return switch (operand) {
            case Gpr register -> narrow(method) ? low(register) : lower(register);
            case Vec vector -> lower(vector.width()) + vector.number();
            case Mask mask -> lower(mask);
            case Mem mem ->
                    (mem.repeated() ? "" : size(method, operands))
                            + memory(mem)
                            + repetition(method, mem);
            case Label ignored -> method.getName().equals("jcc") ? ".+6" : ".+5";
            case Condition ignored -> "";
            case Vec.Width ignored -> "";
            default -> operand.toString();
        };
    }

    /** Whether general-purpose registers are meant at 32 bits. */
    private static boolean narrow(Method method) {
        return switch (method.getName()) {
            case "mov32",
                    "movzx8",
                    "movzx16",
                    "vmovd",
                    "kmovd",
                    "kmovw",
                    "vpbroadcastb",
                    "vpbroadcastw",
                    "vpbroadcastd" ->
                    true;
            default -> false;
        };
    }

    private static String low(Gpr register) {
        String name = lower(register);
        return Character.isDigit(name.charAt(name.length() - 1))
                ? name + "d"
                : "e" + name.substring(1);
    }

    /** Needed where neither the name nor another operand tells the size of memory. */
    private static String size(Method method, List<Object> operands) {
        return switch (method.getName()) {
            case "movzx8" -> "byte ptr ";
            case "movzx16" -> "word ptr ";
            default ->
                    operands.getLast() instanceof Vec.Width width ? lower(width) + "word ptr " : "";
        };
    }

    private static String memory(Mem mem) {
        Gpr base = mem.base();
        if (base == null) {
            return "[rip+0]";
        }
        Gpr index = mem.index();
        return "[%s%s%s]"
                .formatted(
                        lower(base),
                        index == null ? "" : "+%s*%d".formatted(lower(index), mem.scale()),
                        mem.displacement() == 0 ? "" : "%+d".formatted(mem.displacement()));
    }

    private static String repetition(Method method, Mem mem) {
        return mem.repeated() ? "{1to%d}".formatted(64 / Broadcasts.bytes(method.getName())) : "";
    }
}
