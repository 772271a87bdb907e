package dev.mote.text.vocabulary;

import dev.mote.format.Utf8List;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A list of strings read as UTF-8, without making strings where the list can do without. Not
 * thread-safe.
 */
public abstract class Spellings {
    private Spellings() {}

    /** Reads a list. */
    public static Spellings of(List<String> strings) {
        return strings instanceof Utf8List mapped ? new Mapped(mapped) : new Plain(strings);
    }

    /** Length of an element in bytes; to be asked before {@link #copy}. */
    public abstract int length(int index);

    /** Copies the element whose length was asked last. */
    public abstract void copy(int index, byte[] target, int offset);

    private static final class Mapped extends Spellings {
        private final Utf8List list;

        Mapped(Utf8List list) {
            this.list = list;
        }

        @Override
        public int length(int index) {
            return list.byteLength(index);
        }

        @Override
        public void copy(int index, byte[] target, int offset) {
            list.copyBytes(index, target, offset);
        }
    }

    private static final class Plain extends Spellings {
        private final List<String> list;
        private byte[] bytes = {};

        Plain(List<String> list) {
            this.list = list;
        }

        @Override
        public int length(int index) {
            bytes = list.get(index).getBytes(StandardCharsets.UTF_8);
            return bytes.length;
        }

        @Override
        public void copy(int index, byte[] target, int offset) {
            System.arraycopy(bytes, 0, target, offset, bytes.length);
        }
    }
}
