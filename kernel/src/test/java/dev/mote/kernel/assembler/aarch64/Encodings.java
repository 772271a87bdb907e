package dev.mote.kernel.assembler.aarch64;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Collects encodings. */
final class Encodings {
    private final List<Encoding> encodings = new ArrayList<>();

    void add(String text, Consumer<Aarch64Assembler> call) {
        encodings.add(new Encoding(text, call));
    }

    List<Encoding> list() {
        return encodings;
    }
}
