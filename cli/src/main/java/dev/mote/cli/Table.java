package dev.mote.cli;

import java.util.ArrayList;
import java.util.List;

/** A plain text table: left-aligned text, right-aligned numbers, two spaces between columns. */
final class Table {
    private final List<String> headers = new ArrayList<>();
    private final List<Boolean> numeric = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a column of text. */
    Table text(String header) {
        headers.add(header);
        numeric.add(false);
        return this;
    }

    /** Adds a column of numbers. */
    Table number(String header) {
        headers.add(header);
        numeric.add(true);
        return this;
    }

    /** Adds a row with one cell per column. */
    void row(String... cells) {
        if (cells.length != headers.size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells for " + headers.size() + " columns");
        }
        rows.add(List.of(cells));
    }

    /**
     * The table's lines for a screen: columns that do not fit are left out, the last first; the
     * first stays.
     *
     * @param columnsMax characters of a line, or 0 for any number
     */
    List<String> lines(int columnsMax) {
        List<String> lines = lines();
        Table narrower = this;
        while (columnsMax > 0
                && narrower.headers.size() > 1
                && lines.stream().anyMatch(line -> width(line) > columnsMax)) {
            narrower = narrower.withoutLast();
            lines = narrower.lines();
        }
        return lines;
    }

    private Table withoutLast() {
        int columns = headers.size() - 1;
        Table table = new Table();
        table.headers.addAll(headers.subList(0, columns));
        table.numeric.addAll(numeric.subList(0, columns));
        rows.forEach(row -> table.rows.add(row.subList(0, columns)));
        return table;
    }

    /** The table's lines, header first, however wide. */
    List<String> lines() {
        int[] widths = new int[headers.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = width(headers.get(column));
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], width(row.get(column)));
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add(line(headers, widths));
        for (List<String> row : rows) {
            lines.add(line(row, widths));
        }
        return lines;
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            String padding = " ".repeat(widths[column] - width(cell));
            line.append(column == 0 ? "" : "  ");
            line.append(numeric.get(column) ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
