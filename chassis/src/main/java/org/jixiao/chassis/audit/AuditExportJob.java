package org.jixiao.chassis.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jixiao.chassis.audit.AuditRepository.Head;
import org.jixiao.chassis.audit.AuditRepository.Wanted;
import org.jixiao.chassis.job.JobRun;
import org.jixiao.chassis.job.JobWork;

/**
 * Writes the caller's chains to a file, each up to its head of the moment when the export began: with
 * every hash, so that an unfiltered file can be verified by itself, by anybody, anywhere.
 */
@ApplicationScoped
public class AuditExportJob implements JobWork {

    public static final String KIND = "audit-export";

    /** How the file is written. */
    public enum Format {
        NDJSON, CSV
    }

    /** What is to be exported. */
    public record Export(Format format, Wanted wanted) {
    }

    private static final int PAGE = 500;
    private static final String HEADS = "chains";

    private final AuditRepository trail;
    private final ObjectMapper json;
    private final Clock clock = Clock.systemUTC();

    AuditExportJob(AuditRepository trail, ObjectMapper json) {
        this.trail = trail;
        this.json = json;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void run(JobRun run) throws IOException {
        Export export = json.readValue(run.parameters(), Export.class);
        List<Head> heads = heads(run, export.wanted().departmentCode());
        run.total(heads.stream().mapToLong(Head::length).sum());
        Instant at = clock.instant();
        boolean csv = export.format() == Format.CSV;
        String name = "audit-" + at.toString().replaceAll("[^0-9TZ]", "").substring(0, 15) + (csv ? ".csv" : ".ndjson");
        long entries;
        try (OutputStream file = run.result(name, csv ? "text/csv; charset=UTF-8" : "application/x-ndjson")) {
            Lines lines = csv ? new CsvLines(file) : new JsonLines(file, at, export, heads);
            entries = write(run, export.wanted(), heads, lines);
            lines.finish();
        }
        run.fact("entries", String.valueOf(entries));
        run.fact("algorithm", AuditEntry.ALGORITHM);
        for (Head head : heads) {
            run.fact("head of " + head.departmentCode(), head.length() + " " + hash(head.hash()));
        }
    }

    private List<Head> heads(JobRun run, String departmentCode) {
        List<Head> all = new ArrayList<>();
        List<Head> page = run.transaction(() -> trail.heads("", PAGE));
        while (!page.isEmpty()) {
            all.addAll(page);
            String last = page.get(page.size() - 1).departmentCode();
            page = run.transaction(() -> trail.heads(last, PAGE));
        }
        return departmentCode == null ? all : all.stream().filter(head -> head.departmentCode().equals(departmentCode)).toList();
    }

    private long write(JobRun run, Wanted wanted, List<Head> heads, Lines lines) throws IOException {
        long entries = 0;
        long before = 0;
        for (Head head : heads) {
            long after = 0;
            List<AuditLink> page;
            do {
                long from = after;
                page = run.transaction(() -> trail.links(head.departmentCode(), from, head.length(), wanted, PAGE));
                for (AuditLink link : page) {
                    lines.write(link);
                    entries++;
                    after = link.position();
                }
                run.done(before + after);
            } while (page.size() == PAGE);
            before += head.length();
            run.done(before);
        }
        return entries;
    }

    /** Named as in the request for the export. */
    private static Map<String, String> conditions(Wanted wanted) {
        Map<String, String> conditions = new LinkedHashMap<>();
        conditions.put("departmentCode", wanted.departmentCode());
        conditions.put("actor", wanted.actor());
        conditions.put("action", wanted.action());
        conditions.put("target", wanted.target());
        conditions.put("outcome", wanted.outcome());
        conditions.put("requestId", wanted.requestId());
        conditions.put("from", text(wanted.from()));
        conditions.put("to", text(wanted.to()));
        return conditions;
    }

    private static Map<String, String> columns(AuditLink link) {
        AuditEntry entry = link.entry();
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("departmentCode", link.departmentCode());
        columns.put("position", String.valueOf(link.position()));
        columns.put("id", String.valueOf(link.entryId()));
        columns.put("at", text(entry == null ? null : entry.at()));
        columns.put("outcome", entry == null ? null : entry.outcome());
        columns.put("actor", entry == null ? null : entry.actor());
        columns.put("roles", entry == null ? null : entry.roles());
        columns.put("action", entry == null ? null : entry.action());
        columns.put("target", entry == null ? null : entry.target());
        columns.put("changes", entry == null ? null : entry.changes());
        columns.put("reason", entry == null ? null : entry.reason());
        columns.put("status", entry == null ? null : text(entry.status()));
        columns.put("code", entry == null ? null : entry.code());
        columns.put("requestId", entry == null ? null : entry.requestId());
        columns.put("traceId", entry == null ? null : entry.traceId());
        columns.put("sourceAddress", entry == null ? null : entry.sourceAddress());
        columns.put("hash", entry == null ? null : hash(entry.hash()));
        columns.put("sealedAt", text(link.sealedAt()));
        columns.put("link", hash(link.hash()));
        return columns;
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    private static String hash(byte[] bytes) {
        return "sha256:" + HexFormat.of().formatHex(bytes);
    }

    private interface Lines {
        void write(AuditLink link) throws IOException;

        void finish() throws IOException;
    }

    /** One JSON object a line: first what the file is, then the entries. Changes stay text: their hash is of these characters. */
    private static final class JsonLines implements Lines {

        private final JsonGenerator generator;

        JsonLines(OutputStream file, Instant at, Export export, List<Head> heads) throws IOException {
            generator = new JsonFactory().createGenerator(file);
            generator.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
            generator.setRootValueSeparator(null);
            generator.writeStartObject();
            generator.writeStringField("algorithm", AuditEntry.ALGORITHM);
            generator.writeStringField("exportedAt", at.toString());
            generator.writeObjectFieldStart("wanted");
            writeTexts(conditions(export.wanted()));
            generator.writeEndObject();
            generator.writeArrayFieldStart(HEADS);
            for (Head head : heads) {
                generator.writeStartObject();
                generator.writeStringField("departmentCode", head.departmentCode());
                generator.writeNumberField("length", head.length());
                generator.writeStringField("head", hash(head.hash()));
                generator.writeEndObject();
            }
            generator.writeEndArray();
            generator.writeEndObject();
            generator.writeRaw('\n');
        }

        @Override
        public void write(AuditLink link) throws IOException {
            generator.writeStartObject();
            writeTexts(columns(link));
            generator.writeEndObject();
            generator.writeRaw('\n');
        }

        private void writeTexts(Map<String, String> texts) throws IOException {
            for (Map.Entry<String, String> text : texts.entrySet()) {
                if (text.getValue() != null) {
                    generator.writeStringField(text.getKey(), text.getValue());
                }
            }
        }

        @Override
        public void finish() throws IOException {
            generator.flush();
        }
    }

    /** For spreadsheets, which would take a cell that begins like a formula for one. */
    private static final class CsvLines implements Lines {

        private final CSVPrinter printer;
        private boolean begun;

        CsvLines(OutputStream file) throws IOException {
            Writer writer = new OutputStreamWriter(file, StandardCharsets.UTF_8);
            // without the mark, spreadsheets read Chinese as something else
            writer.write('\ufeff');
            printer = new CSVPrinter(writer, CSVFormat.RFC4180);
        }

        @Override
        public void write(AuditLink link) throws IOException {
            Map<String, String> columns = columns(link);
            if (!begun) {
                printer.printRecord(columns.keySet());
                begun = true;
            }
            printer.printRecord(columns.values().stream().map(CsvLines::harmless).toList());
        }

        static String harmless(String cell) {
            return cell != null && !cell.isEmpty() && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
        }

        @Override
        public void finish() throws IOException {
            printer.flush();
        }
    }
}
