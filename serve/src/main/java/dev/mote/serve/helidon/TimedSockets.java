package dev.mote.serve.helidon;

import io.helidon.common.socket.SocketOptions;

import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The options of accepted connections. Helidon's own set no timeout for reading on them (4.5.0), so
 * that a client which stops in the middle of a request would be waited for without end.
 *
 * @param readTimeout how long one read may wait
 */
record TimedSockets(Duration readTimeout) implements SocketOptions {
    @Override
    public void configureSocket(SocketChannel channel) {
        SocketOptions.super.configureSocket(channel);
        try {
            channel.socket().setSoTimeout((int) readTimeout.toMillis());
        } catch (SocketException _) {
            // It was closed at once; the first read will tell.
        }
    }

    @Override
    public Map<SocketOption<?>, Object> socketOptions() {
        return Map.of(StandardSocketOptions.TCP_NODELAY, true);
    }

    @Override
    public Duration connectTimeout() {
        return readTimeout;
    }

    @Override
    public Optional<Integer> socketReceiveBufferSize() {
        return Optional.empty();
    }

    @Override
    public Optional<Integer> socketSendBufferSize() {
        return Optional.empty();
    }

    @Override
    public boolean socketReuseAddress() {
        return true;
    }

    @Override
    public boolean socketKeepAlive() {
        return true;
    }

    @Override
    public boolean tcpNoDelay() {
        return true;
    }
}
