package dev.mote.format.gguf;

import dev.mote.format.TypedList;
import dev.mote.format.Utf8List;

import java.nio.ByteBuffer;

/** A metadata array of strings: offsets into the mapping, decoded one by one when asked. */
final class StringArray extends TypedList<String> implements Utf8List {
    private final String source;
    private final String key;
    private final ByteBuffer bytes;
    private final int[] offsets;

    /**
     * Takes the offsets of the strings' length fields.
     *
     * @param offsets one for each string, validated; not copied
     */
    StringArray(String source, String key, ByteBuffer bytes, int[] offsets) {
        super(String.class);
        this.source = source;
        this.key = key;
        this.bytes = bytes;
        this.offsets = offsets;
    }

    @Override
    public String get(int index) {
        int at = offsets[index];
        // Lengths were compared with the header's end, so the low half is all of it. Read again,
        // because somebody may have changed the file since: the bounds of the buffer then refuse.
        int length = bytes.getInt(at);
        return HeaderCursor.decode(
                bytes, at + Long.BYTES, length, source, "element " + index + " of '" + key + "'");
    }

    @Override
    public int byteLength(int index) {
        return bytes.getInt(offsets[index]);
    }

    @Override
    public void copyBytes(int index, byte[] target, int targetOffset) {
        int at = offsets[index];
        bytes.get(at + Long.BYTES, target, targetOffset, bytes.getInt(at));
    }

    @Override
    public int size() {
        return offsets.length;
    }
}
