package dev.mote.cli;

import java.util.Locale;

/**
 * Progress of one long piece of work on standard error: a bar on a terminal, a line every ten
 * seconds elsewhere (build logs, pipes). Not thread-safe.
 */
final class ProgressBar implements AutoCloseable {
    private static final int WIDTH = 28;
    private static final long REDRAW_NANOS = 100_000_000L;
    private static final long LINE_NANOS = 10_000_000_000L;
    private static final String[] EIGHTHS = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

    private final Console console;
    private final String label;
    private final long startNanos;
    private final boolean bar;
    private long drawnNanos;
    private boolean drawn;
    private long firstDone = -1;

    ProgressBar(Console console, String label) {
        this.console = console;
        this.label = label;
        this.startNanos = System.nanoTime();
        this.bar = console.interactive();
        this.drawnNanos = startNanos - (bar ? LINE_NANOS : 0);
    }

    /** Reports bytes done of a total; a total of 0 or less means unknown. */
    void bytes(long done, long total) {
        if (firstDone < 0) {
            firstDone = done;
        }
        long now = System.nanoTime();
        if (now - drawnNanos < (bar ? REDRAW_NANOS : LINE_NANOS) && done != total) {
            return;
        }
        drawnNanos = now;
        double seconds = (now - startNanos) / 1e9;
        double rate = seconds > 0.2 ? (done - firstDone) / seconds : 0;
        String figures =
                Console.size(done)
                        + (total > 0 ? " of " + Console.size(total) : "")
                        + (rate > 0 ? ", " + Console.size((long) rate) + "/s" : "")
                        + remaining(done, total, rate);
        draw(done, total, figures);
    }

    /** Reports steps done of a total. */
    void steps(int done, int total, String what) {
        long now = System.nanoTime();
        if (now - drawnNanos < (bar ? REDRAW_NANOS : LINE_NANOS) && done != total) {
            return;
        }
        drawnNanos = now;
        draw(done, total, done + " of " + total + " " + what);
    }

    /** Says what is going on where no amount is known; on a terminal only. */
    void note(String what) {
        if (bar) {
            console.overwrite(label + ": " + what);
            drawn = true;
        }
    }

    private void draw(long done, long total, String figures) {
        if (bar) {
            console.overwrite(label + (total > 0 ? " " + blocks(done, total) : "") + " " + figures);
            drawn = true;
        } else {
            console.say(label + ": " + figures);
        }
    }

    private static String blocks(long done, long total) {
        double share = Math.clamp((double) done / total, 0, 1);
        int eighths = (int) (share * WIDTH * 8);
        String full = "█".repeat(eighths / 8) + EIGHTHS[eighths % 8];
        return String.format(Locale.ROOT, "▕%-" + WIDTH + "s▏%3d%%", full, (int) (share * 100));
    }

    private static String remaining(long done, long total, double rate) {
        if (total <= 0 || rate <= 0 || done >= total) {
            return "";
        }
        long seconds = (long) Math.ceil((total - done) / rate);
        return seconds < 60
                ? ", %d s left".formatted(seconds)
                : ", %d min %d s left".formatted(seconds / 60, seconds % 60);
    }

    /** Removes the bar from the screen, so that a result can be written. */
    void clear() {
        if (drawn) {
            console.overwrite("");
            drawn = false;
        }
    }

    @Override
    public void close() {
        clear();
    }
}
