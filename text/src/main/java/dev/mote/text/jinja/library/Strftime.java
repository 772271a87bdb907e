package dev.mote.text.jinja.library;

import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Dates as C's {@code strftime} writes them in the "C" locale.
 *
 * @see <a href="https://docs.python.org/3/library/datetime.html#format-codes">Format Codes</a>
 */
final class Strftime {
    private final LocalDateTime time;
    private final StringBuilder out = new StringBuilder();

    private Strftime(LocalDateTime time) {
        this.time = time;
    }

    static String format(LocalDateTime time, String format) {
        Strftime writer = new Strftime(time);
        writer.write(format);
        return writer.out.toString();
    }

    private void write(String format) {
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                out.append(c);
                continue;
            }
            char code = format.charAt(++i);
            boolean bare = code == '-' && i + 1 < format.length();
            if (bare) {
                code = format.charAt(++i);
            }
            field(code, bare);
        }
    }

    /** One field; {@code bare} leaves the leading zero out, as glibc's {@code %-d}. */
    private void field(char code, boolean bare) {
        switch (code) {
            case 'a' ->
                    out.append(time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH));
            case 'A' ->
                    out.append(time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            case 'b', 'h' ->
                    out.append(time.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH));
            case 'B' -> out.append(time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            case 'd' -> number(time.getDayOfMonth(), 2, bare);
            case 'e' ->
                    out.append(bare ? "" : time.getDayOfMonth() < 10 ? " " : "")
                            .append(time.getDayOfMonth());
            case 'm' -> number(time.getMonthValue(), 2, bare);
            case 'Y' -> out.append(time.getYear());
            case 'y' -> number(Math.floorMod(time.getYear(), 100), 2, bare);
            case 'C' -> number(Math.floorDiv(time.getYear(), 100), 2, bare);
            case 'H' -> number(time.getHour(), 2, bare);
            case 'I' -> number((time.getHour() + 11) % 12 + 1, 2, bare);
            case 'M' -> number(time.getMinute(), 2, bare);
            case 'S' -> number(time.getSecond(), 2, bare);
            case 'f' -> number(time.getNano() / 1000, 6, false);
            case 'j' -> number(time.getDayOfYear(), 3, bare);
            case 'p' -> out.append(time.getHour() < 12 ? "AM" : "PM");
            case 'u' -> out.append(time.getDayOfWeek().getValue());
            case 'w' -> out.append(time.getDayOfWeek().getValue() % 7);
            case 'U' -> number(week(time.getDayOfWeek().getValue() % 7), 2, bare);
            case 'W' -> number(week(time.getDayOfWeek().getValue() - 1), 2, bare);
            case 's' ->
                    out.append(
                            ChronoUnit.SECONDS.between(LocalDateTime.of(1970, 1, 1, 0, 0), time));
            case 'n' -> out.append('\n');
            case 't' -> out.append('\t');
            case 'D', 'x' -> write("%m/%d/%y");
            case 'F' -> write("%Y-%m-%d");
            case 'T', 'X' -> write("%H:%M:%S");
            case 'R' -> write("%H:%M");
            case 'r' -> write("%I:%M:%S %p");
            case 'c' -> write("%a %b %e %H:%M:%S %Y");
            case 'z', 'Z' -> {} // the time has no zone
            case '%' -> out.append('%');
            default -> out.append('%').append(bare ? "-" : "").append(code);
        }
    }

    /** Weeks since the first of the year's week days that {@code daysSinceStart} counts from. */
    private int week(int daysSinceStart) {
        return (time.getDayOfYear() + 6 - daysSinceStart) / 7;
    }

    private void number(int value, int width, boolean bare) {
        out.append(bare ? Integer.toString(value) : String.format("%0" + width + "d", value));
    }
}
