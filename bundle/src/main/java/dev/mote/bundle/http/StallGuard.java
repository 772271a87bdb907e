package dev.mote.bundle.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/**
 * A body that fails when nothing arrives for a while. The JDK's client bounds the time to the
 * headers only, so a watcher thread closes the body under a read that waits too long.
 */
final class StallGuard extends FilterInputStream {
    private final Duration limit;
    private final Thread watcher;
    private volatile long waitingSinceNanos;
    private volatile boolean waiting;
    private volatile boolean stalled;

    StallGuard(InputStream body, Duration limit) {
        super(body);
        this.limit = limit;
        this.watcher = Thread.ofVirtual().name("mote-stall-guard").start(this::watch);
    }

    private void watch() {
        long step = Math.max(10, Math.min(1000, limit.toMillis() / 4));
        try {
            while (!stalled) {
                Thread.sleep(step);
                if (waiting && System.nanoTime() - waitingSinceNanos > limit.toNanos()) {
                    stalled = true;
                    in.close();
                }
            }
        } catch (InterruptedException e) {
            // The body was closed by its reader: nothing is left to watch.
        } catch (IOException e) {
            // The read that waits sees the flag, whatever closing said.
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        waitingSinceNanos = System.nanoTime();
        waiting = true;
        try {
            int count = super.read(target, offset, length);
            if (stalled) {
                throw timeout();
            }
            return count;
        } catch (IOException e) {
            throw stalled ? timeout() : e;
        } finally {
            waiting = false;
        }
    }

    private HttpTimeoutException timeout() {
        return new HttpTimeoutException("nothing arrived for " + limit.toSeconds() + " s");
    }

    @Override
    public void close() throws IOException {
        watcher.interrupt();
        super.close();
    }
}
