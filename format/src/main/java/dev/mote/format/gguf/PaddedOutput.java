package dev.mote.format.gguf;

import dev.mote.format.TensorInfo;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** A channel that keeps tensors apart: holds each to its size and pads it to the alignment. */
final class PaddedOutput implements WritableByteChannel {
    private final WritableByteChannel channel;
    private final int alignment;
    private long position;
    private long end = Long.MAX_VALUE;
    private @Nullable TensorInfo tensor;

    PaddedOutput(WritableByteChannel channel, int alignment) {
        this.channel = channel;
        this.alignment = alignment;
    }

    void begin(TensorInfo info) {
        tensor = info;
        end = position + info.byteSize();
    }

    void end() throws IOException {
        if (position != end) {
            throw wrongSize();
        }
        tensor = null;
        end = Long.MAX_VALUE;
        pad();
    }

    void pad() throws IOException {
        write(
                ByteBuffer.allocate(
                        (int) (Math.ceilDiv(position, alignment) * alignment - position)));
    }

    /** Writes all that remains. */
    @Override
    public int write(ByteBuffer source) throws IOException {
        int count = source.remaining();
        if (count > end - position) {
            throw wrongSize();
        }
        while (source.hasRemaining()) {
            channel.write(source);
        }
        position += count;
        return count;
    }

    private IllegalStateException wrongSize() {
        return new IllegalStateException("content of another size than announced: " + tensor);
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
