package dev.mote.cli;

import java.util.Locale;

/**
 * Progress of one long piece of work on standard error: a bar on a terminal; elsewhere (build logs,
 * pipes) a line at the start, one for each tenth that is done or half minute that went by, and one
 * at the end. Not thread-safe.
 */
final class ProgressBar implements AutoCloseable {
    private static final int WIDTH = 28;
    private static final long REDRAW_NANOS = 100_000_000L;
    private static final long LINE_NANOS = 30_000_000_000L;
    private static final String[] EIGHTHS = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

    private final Console console;
    private final String label;
    private final long startNanos;
    private final boolean bar;
    private long toldNanos;
    private long toldTenth = -1;
    private boolean drawn;
    private long firstDone = -1;
    private long lastDone;
    private String state = "";

    ProgressBar(Console console, String label) {
        this.console = console;
        this.label = label;
        this.startNanos = System.nanoTime();
        this.bar = console.interactive();
    }

    /**
     * Reports bytes done of a total; a total of 0 or less means unknown.
     *
     * @param what is done with them, such as "fetching"
     */
    void bytes(long done, long total, String what) {
        boolean first = firstDone < 0;
        if (first) {
            firstDone = done;
        }
        lastDone = done;
        if (!due(done, total)) {
            return;
        }
        double seconds = (toldNanos - startNanos) / 1e9;
        double rate = seconds > 0.2 ? (done - firstDone) / seconds : 0;
        String amount =
                first && done == 0 && total > 0
                        ? Console.size(total)
                        : Console.size(done) + (total > 0 ? " of " + Console.size(total) : "");
        String speed = rate > 0 ? ", " + Console.size((long) rate) + "/s" : "";
        tell(done, total, what, amount + speed + remaining(done, total, rate));
    }

    /** Reports steps done of a total. */
    void steps(int done, int total, String what) {
        if (due(done, total)) {
            tell(done, total, "", done + " of " + total + " " + what);
        }
    }

    /** Whether it is time to tell of it; then it counts as told. */
    private boolean due(long done, long total) {
        long now = System.nanoTime();
        long tenth = total > 0 ? done * 10 / total : 0;
        boolean due =
                toldTenth < 0
                        || (bar
                                ? now - toldNanos >= REDRAW_NANOS || done == total
                                : now - toldNanos >= LINE_NANOS || tenth > toldTenth);
        if (due) {
            toldNanos = now;
            toldTenth = tenth;
        }
        return due;
    }

    /** Says what is going on where no amount is known; on a terminal only. */
    void note(String what) {
        if (bar) {
            console.overwrite(label + ": " + what);
            drawn = true;
        }
    }

    /** Says once what may take long. */
    void state(String what) {
        note(what);
        if (!bar && !state.equals(what)) {
            console.say(label + ": " + what);
        }
        state = what;
    }

    /** Says, without a terminal, that what began is done. */
    void finish(String what) {
        if (!bar && lastDone > Math.max(0, firstDone)) {
            console.say(
                    String.format(
                            Locale.ROOT,
                            "%s: %s, %s in %.0f s",
                            label,
                            what,
                            Console.size(lastDone),
                            (System.nanoTime() - startNanos) / 1e9));
        }
    }

    private void tell(long done, long total, String what, String figures) {
        if (bar) {
            console.overwrite(label + (total > 0 ? " " + blocks(done, total) : "") + " " + figures);
            drawn = true;
        } else {
            console.say(label + ": " + (what.isEmpty() ? "" : what + " ") + figures);
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
