package dev.mote.bundle.files;

import dev.mote.bundle.DownloadException;
import dev.mote.bundle.StoreException;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A lock between threads and processes, held by the operating system on a small file that says who
 * holds it. It goes with its process, so a killed one leaves nothing behind that blocks.
 *
 * <p>POSIX takes a process's lock away as soon as it closes any channel on the file (fcntl), so a
 * file that this process has locked is not opened a second time.
 */
public final class FileLock implements Closeable {
    private static final long POLL_MS = 200;

    /** The holder's name lies behind the byte that is locked, which Windows lets nobody read. */
    private static final long NAME_OFFSET = 1;

    private static final int NAME_BYTES_MAX = 64;

    /** What this process has locked. */
    private static final Set<Path> HELD = new HashSet<>(); // guarded by the class

    private final Path file;
    private final FileChannel channel;

    private FileLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Takes the lock if nobody holds it; null if somebody does. */
    public static @Nullable FileLock tryTake(Path file) {
        synchronized (FileLock.class) {
            Path key = file.toAbsolutePath().normalize();
            if (HELD.contains(key)) {
                return null; // another thread of this process holds it
            }
            FileLock lock = lock(key);
            if (lock != null) {
                HELD.add(key);
            }
            return lock;
        }
    }

    private static @Nullable FileLock lock(Path file) {
        FileChannel channel = null;
        boolean taken = false;
        try {
            channel = PrivateFiles.open(file);
            taken = channel.tryLock(0, 1, false) != null;
            if (taken) {
                String name = " process " + ProcessHandle.current().pid() + " ";
                channel.truncate(NAME_OFFSET);
                channel.write(
                        ByteBuffer.wrap(name.getBytes(StandardCharsets.US_ASCII)), NAME_OFFSET);
                return new FileLock(file, channel);
            }
            return null;
        } catch (OverlappingFileLockException e) {
            return null; // held by way of another class loader
        } catch (IOException e) {
            throw new StoreException(file + ": cannot be locked (" + e.getMessage() + ")", e);
        } finally {
            if (channel != null && !taken) {
                closeQuietly(channel);
            }
        }
    }

    /**
     * Takes the lock, however long another holds it.
     *
     * @param waiting told at every look who holds it
     * @throws DownloadException when the thread is interrupted meanwhile
     */
    public static FileLock take(Path file, Consumer<String> waiting) {
        while (true) {
            FileLock lock = tryTake(file);
            if (lock != null) {
                return lock;
            }
            waiting.accept(holder(file));
            try {
                Thread.sleep(POLL_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DownloadException(
                        DownloadException.Reason.INTERRUPTED,
                        "interrupted while waiting for " + holder(file),
                        e);
            }
        }
    }

    /** Who holds the lock, as far as the file says. */
    public static String holder(Path file) {
        synchronized (FileLock.class) {
            return HELD.contains(file.toAbsolutePath().normalize())
                    ? "process " + ProcessHandle.current().pid()
                    : writtenHolder(file);
        }
    }

    private static String writtenHolder(Path file) {
        try (FileChannel channel = PrivateFiles.open(file)) {
            ByteBuffer name = ByteBuffer.allocate(NAME_BYTES_MAX);
            channel.read(name, NAME_OFFSET);
            String text =
                    new String(name.array(), 0, name.position(), StandardCharsets.US_ASCII).strip();
            return text.isEmpty() ? "another process" : text;
        } catch (IOException e) {
            return "another process";
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing was written.
        }
    }

    @Override
    public void close() {
        synchronized (FileLock.class) {
            if (channel.isOpen()) {
                closeQuietly(channel);
                HELD.remove(file);
            }
        }
    }
}
