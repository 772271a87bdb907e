package dev.mote.format;

import java.util.List;

/**
 * A list of strings that lie as UTF-8 in a mapped file and can be copied without becoming strings:
 * vocabularies have hundreds of thousands. The bytes of an element are as the file has them, well
 * formed or not; {@link #get} refuses malformed ones.
 */
public interface Utf8List extends List<String> {
    /** Length of an element in bytes. */
    int byteLength(int index);

    /**
     * Copies the bytes of an element.
     *
     * @throws IndexOutOfBoundsException if they do not fit
     */
    void copyBytes(int index, byte[] target, int targetOffset);
}
