package dev.mote.kernel.assembler.aarch64;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/** One instruction as text and as a call of the assembler. */
record Encoding(String text, Consumer<Aarch64Assembler> call) {
    /** The word that the assembler writes. */
    int word() {
        Aarch64Assembler assembler = new Aarch64Assembler();
        call.accept(assembler);
        return ByteBuffer.wrap(assembler.finish()).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }
}
