package org.jixiao.gateway.apidocs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is known about one error code: the rows about it in the tables of docs/errors.md, which are
 * those whose first column is named Code.
 */
final class ErrorPage {

    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{1,63}");
    private static final Pattern INLINE_CODE = Pattern.compile("`([^`]*)`");
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)]\\([^)]*\\)");

    /** One row, under the heading of its section. */
    record Row(String section, Map<String, String> cells) {
    }

    private final Map<String, List<Row>> rows = new LinkedHashMap<>();

    ErrorPage(String markdown) {
        String section = "";
        List<String> columns = List.of();
        for (String line : markdown.lines().map(String::strip).toList()) {
            if (line.startsWith("#")) {
                section = line.replaceFirst("^#+\\s*", "");
            }
            if (!line.startsWith("|")) {
                columns = List.of();
                continue;
            }
            List<String> cells = cells(line);
            if (columns.isEmpty()) {
                columns = cells;
            } else if (columns.get(0).equalsIgnoreCase("Code")) {
                add(section, columns, cells);
            }
        }
    }

    /** Whether a row is about the code. */
    boolean knows(String code) {
        return rows.containsKey(code);
    }

    /** An HTML fragment with a definition list for each row, or empty for an unknown code. */
    Optional<String> html(String code) {
        if (!knows(code)) {
            return Optional.empty();
        }
        StringBuilder html = new StringBuilder();
        for (Row row : rows.get(code)) {
            if (!row.section().isEmpty()) {
                html.append("<h2>").append(inline(row.section())).append("</h2>\n");
            }
            html.append("<dl>\n");
            row.cells().forEach((column, cell) -> html.append("<dt>").append(inline(column)).append("</dt><dd>")
                    .append(inline(cell)).append("</dd>\n"));
            html.append("</dl>\n");
        }
        return Optional.of(html.toString());
    }

    private void add(String section, List<String> columns, List<String> cells) {
        String code = cells.get(0).replace("`", "").strip();
        if (!CODE.matcher(code).matches()) {
            return;
        }
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 1; i < Math.min(columns.size(), cells.size()); i++) {
            if (!cells.get(i).isEmpty()) {
                named.put(columns.get(i), cells.get(i));
            }
        }
        rows.computeIfAbsent(code, absent -> new ArrayList<>()).add(new Row(section, named));
    }

    private static List<String> cells(String line) {
        String inner = line.substring(1, line.endsWith("|") && line.length() > 1 ? line.length() - 1 : line.length());
        List<String> cells = new ArrayList<>();
        for (String cell : inner.split("(?<!\\\\)\\|", -1)) {
            cells.add(cell.replace("\\|", "|").strip());
        }
        return cells;
    }

    private static String inline(String markdown) {
        String escaped = escaped(LINK.matcher(markdown).replaceAll("$1"));
        return INLINE_CODE.matcher(escaped).replaceAll("<code>$1</code>");
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
