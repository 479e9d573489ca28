package org.jixiao.chassis.sheet.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jixiao.chassis.paging.Text;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sheet.SheetLimits;

/** One JSON object in each line, its cells in the order of the wanted fields. A line that is none is a fault of this row. */
final class NdjsonHandler implements RawRows {

    private static final JsonFactory JSON = JsonFactory.builder()
        .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(20).maxNumberLength(SheetLimits.CELL_CHARS_MAX)
            .maxStringLength(SheetLimits.ROW_CHARS_MAX).maxNameLength(1_000).build())
        .build();

    private final Map<String, Integer> fields = new HashMap<>();
    private final Reader in;
    private final char[] buffer = new char[32_768];
    private final char[] line = new char[SheetLimits.ROW_CHARS_MAX];
    private int at;
    private int end;
    private int length;
    private long number;
    private boolean begun;

    NdjsonHandler(Path file, TextEncoding encoding, List<String> fields) {
        if (encoding.charset() != StandardCharsets.UTF_8) {
            throw new Violation(ChassisProblem.SHEET_ENCODING).with("encoding", encoding.charset().name()).with("offset", 0);
        }
        fields.forEach(field -> this.fields.put(field, this.fields.size()));
        try {
            InputStream bytes = Files.newInputStream(file);
            bytes.skipNBytes(encoding.bomBytes());
            in = new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT));
        } catch (IOException e) {
            throw Unreadable.orFailed("line 1", e);
        }
    }

    @Override
    public boolean nextSheet() {
        boolean first = !begun;
        begun = true;
        return first;
    }

    @Override
    public String sheet() {
        return null;
    }

    @Override
    public boolean next(RawRow row) {
        if (at == end && !fill()) {
            return false;
        }
        row.begin(++number);
        boolean whole = line();
        String start = new String(line, 0, Math.min(length, 2 * SheetLimits.FAULT_CHARS_MAX));
        if (!whole) {
            row.fault(null, ChassisProblem.ROW_TOO_LONG, start);
        } else if (!isBlank()) {
            object(row, start);
        }
        return true;
    }

    private boolean line() {
        length = 0;
        boolean whole = true;
        while (at < end || fill()) {
            char c = buffer[at++];
            if (c == '\n') {
                break;
            }
            if (length < line.length) {
                line[length++] = c;
            } else if (c != '\r') {
                whole = false;
            }
        }
        return whole;
    }

    private boolean isBlank() {
        for (int i = 0; i < length; i++) {
            if (line[i] > ' ') {
                return false;
            }
        }
        return true;
    }

    private void object(RawRow row, String start) {
        row.markPresent();
        boolean[] seen = new boolean[fields.size()];
        try (JsonParser json = JSON.createParser(line, 0, length)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                row.fault(null, ChassisProblem.ROW_MALFORMED, start);
                return;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                Integer field = fields.get(name);
                if (field == null) {
                    row.fault(null, ChassisProblem.CELL_UNKNOWN_FIELD, name);
                    json.skipChildren();
                } else if (seen[field]) {
                    row.fault(name, ChassisProblem.CELL_REPEATED, name);
                    json.skipChildren();
                } else {
                    seen[field] = true;
                    cell(row, field, json, value);
                }
            }
            if (json.nextToken() != null) {
                row.fault(null, ChassisProblem.ROW_MALFORMED, start);
            }
        } catch (StreamConstraintsException beyond) {
            row.fault(null, ChassisProblem.ROW_TOO_LONG, start);
        } catch (IOException broken) {
            row.fault(null, ChassisProblem.ROW_MALFORMED, start);
        }
    }

    private static void cell(RawRow row, int field, JsonParser json, JsonToken value) throws IOException {
        switch (value) {
            case VALUE_STRING -> row.put(field, RawRow.Kind.TEXT, json.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> row.put(field, RawRow.Kind.EXACT_NUMBER, json.getText());
            case VALUE_NULL -> row.put(field, RawRow.Kind.TEXT, "");
            default -> {
                row.put(field, RawRow.Kind.OTHER, Text.start(json.getText(), SheetLimits.FAULT_CHARS_MAX));
                json.skipChildren();
            }
        }
    }

    private boolean fill() {
        try {
            int count = in.read(buffer, 0, buffer.length);
            at = 0;
            end = Math.max(count, 0);
            return count > 0;
        } catch (IOException e) {
            throw Unreadable.orFailed("line " + number, e);
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
