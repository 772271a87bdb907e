package dev.mote.kernel.assembler.x86;

import dev.mote.kernel.assembler.CodeBuffer.Label;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Calls of every instruction method of an assembler: registers of low and high numbers, every
 * width, memory in every shape, masks, broadcasts, immediates of both sizes.
 */
final class Forms {
    private static final Set<String> NO_INSTRUCTIONS =
            Set.of("code", "finish", "bind", "align", "k", "kz");

    /** Instructions that cannot be masked. */
    private static final Set<String> UNMASKED = Set.of("vmovd", "vmovq", "vpmovb2m");

    /** Enough for every condition and every shape of memory. */
    private static final int SCALAR_FORMS = 10;

    private static final Gpr[] REGISTERS = {
        Gpr.RCX, Gpr.R8, Gpr.RAX, Gpr.R15, Gpr.RBP, Gpr.RSI, Gpr.R12, Gpr.RBX
    };
    private static final List<Condition> CONDITIONS = List.of(Condition.values());
    private static final List<Mask> MASKS = List.of(Mask.values());
    private static final Integer[] INTEGERS = {1, 7, 127, 128, -128, 0x12345};
    private static final int[][] LOW_AND_HIGH = {{1, 2, 3}, {9, 5, 14}, {6, 12, 0}};
    private static final int[][] UPPER = {{17, 8, 30}, {5, 26, 12}, {31, 19, 9}};

    private final Spelling spelling;
    private final boolean evex;
    private final List<Form> forms = new ArrayList<>();

    private Forms(boolean evex) {
        this.evex = evex;
        spelling = new Spelling(evex ? "{evex}" : "{vex}");
    }

    /**
     * All forms.
     *
     * @param evex whether vector instructions have masks, broadcasts, 32 registers and 512 bits
     */
    static List<Form> of(Class<? extends X86Assembler> assembler, boolean evex) {
        Forms forms = new Forms(evex);
        for (Method method : instructions(assembler)) {
            if (Spelling.takesVectors(method)) {
                forms.vectors(method);
            } else {
                forms.scalars(method);
            }
        }
        return forms.forms;
    }

    private static List<Method> instructions(Class<? extends X86Assembler> assembler) {
        return Arrays.stream(assembler.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class)
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !NO_INSTRUCTIONS.contains(method.getName()))
                .sorted(Comparator.comparing(Form::signature))
                .toList();
    }

    private static List<Mem> memory() {
        return List.of(
                Mem.at(Gpr.RCX, 64),
                Mem.at(Gpr.R9, Gpr.R13, 8, 0x1230),
                Mem.at(new Label()),
                Mem.at(Gpr.RSP, -64),
                Mem.at(Gpr.R13),
                Mem.at(Gpr.R12, 128),
                Mem.at(Gpr.RBP, Gpr.RSI, 2, 0),
                Mem.at(Gpr.RAX, Gpr.R15, 4, -1),
                Mem.at(Gpr.R10, 8192));
    }

    private void scalars(Method method) {
        int count = method.getParameterCount() == 0 ? 1 : SCALAR_FORMS;
        for (int form = 0; form < count; form++) {
            List<Object> operands = new ArrayList<>();
            int at = form;
            for (Class<?> type : method.getParameterTypes()) {
                operands.add(scalar(method, type, at));
                at += 3;
            }
            add(method, operands);
        }
    }

    private static Object scalar(Method method, Class<?> type, int at) {
        boolean shift = method.getName().startsWith("sh");
        if (type == Gpr.class) {
            return REGISTERS[at % REGISTERS.length];
        } else if (type == Mem.class) {
            return memory().get(at % memory().size());
        } else if (type == int.class) {
            return shift ? 1 + (at - 3) * 5 % 63 : INTEGERS[at % INTEGERS.length];
        } else if (type == long.class) {
            return at % 2 == 0 ? -1L : 0x123456789L;
        } else if (type == Condition.class) {
            return CONDITIONS.get(at % CONDITIONS.size());
        } else if (type == Label.class) {
            return new Label();
        } else if (type == Mask.class) {
            return MASKS.get((at + 1) % MASKS.size());
        }
        throw new IllegalArgumentException("operands of " + type + " have no examples");
    }

    private void vectors(Method method) {
        Class<?>[] types = method.getParameterTypes();
        int vectorCount = 0;
        boolean register = true;
        int memoryAt = -1;
        for (int i = 0; i < types.length; i++) {
            if (types[i] == Vec.class || types[i] == Operand.class) {
                vectorCount++;
            }
            if (types[i] == Mem.class) {
                register = false;
            }
            if (types[i] == Mem.class || types[i] == Operand.class) {
                memoryAt = i;
            }
        }
        // Memory takes the place of a vector register in the list of widths.
        List<String> widths = widths(method, vectorCount + (register ? 0 : 1));
        for (String each : widths) {
            if (register) {
                for (int[] numbers : LOW_AND_HIGH) {
                    add(method, operands(method, each, numbers, -1, null));
                }
            }
            if (memoryAt >= 0) {
                Mem mem = Mem.at(Gpr.RDX, 64);
                add(method, operands(method, each, LOW_AND_HIGH[1], memoryAt, mem));
            }
        }
        String widest = widths.getLast();
        for (int i = 0; i < memory().size() && memoryAt >= 0; i++) {
            int[] numbers = evex ? UPPER[i % 3] : LOW_AND_HIGH[i % 3];
            add(method, operands(method, widest, numbers, memoryAt, memory().get(i)));
        }
        if (evex) {
            evexOnly(method, widest, register, memoryAt);
        }
    }

    private List<String> widths(Method method, int operands) {
        List<String> all = Widths.of(method.getName(), operands);
        return evex ? all : all.stream().filter(each -> each.indexOf('z') < 0).toList();
    }

    private void evexOnly(Method method, String widths, boolean register, int memoryAt) {
        boolean masked = !UNMASKED.contains(method.getName());
        boolean zeroed = masked && method.getParameterTypes()[0] != Mask.class;
        Mem mem = Mem.at(Gpr.RDX, 128);
        for (int[] numbers : UPPER) {
            if (register) {
                List<Object> operands = operands(method, widths, numbers, -1, null);
                add(method, operands);
                if (masked) {
                    forms.add(new Form(method, operands, Mask.K1, false, spelling));
                }
                if (zeroed) {
                    forms.add(new Form(method, operands, Mask.K7, true, spelling));
                }
            }
        }
        if (memoryAt >= 0 && masked) {
            List<Object> operands = operands(method, widths, UPPER[0], memoryAt, mem);
            forms.add(new Form(method, operands, Mask.K5, false, spelling));
            if (Broadcasts.bytes(method.getName()) > 0) {
                Mem one = Mem.at(Gpr.RDX, -24).broadcast();
                add(method, operands(method, widths, UPPER[1], memoryAt, one));
            }
        }
    }

    private static List<Object> operands(
            Method method, String widths, int[] numbers, int memoryAt, @Nullable Mem mem) {
        List<Object> operands = new ArrayList<>();
        Class<?>[] types = method.getParameterTypes();
        int vector = 0;
        for (int i = 0; i < types.length; i++) {
            if (i == memoryAt && mem != null) {
                operands.add(mem);
                vector++;
            } else if (types[i] == Vec.class || types[i] == Operand.class) {
                operands.add(new Vec(numbers[vector], Widths.of(widths.charAt(vector))));
                vector++;
            } else if (types[i] == Vec.Width.class) {
                operands.add(Widths.of(widths.charAt(widths.length() - 1)));
            } else if (types[i] == int.class) {
                operands.add(1);
            } else {
                operands.add(scalar(method, types[i], numbers[0]));
            }
        }
        return operands;
    }

    private void add(Method method, List<Object> operands) {
        forms.add(new Form(method, operands, Mask.K0, false, spelling));
    }
}
