package org.jixiao.budget.intake;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jixiao.budget.Amount;
import org.jixiao.budget.fiscalyear.FiscalYear;
import org.jixiao.budget.intake.IntakeRepository.Key;
import org.jixiao.budget.intake.IntakeRepository.Reject;
import org.jixiao.budget.ledger.bulk.BulkLedgerRepository;
import org.jixiao.budget.ledger.bulk.BulkLedgerRepository.Batch;
import org.jixiao.budget.ledger.bulk.BulkLedgerRepository.Posting;
import org.jixiao.budget.ledger.bulk.Outcome;
import org.jixiao.budget.ledger.bulk.Wanted;
import org.jixiao.chassis.job.JobRun;
import org.jixiao.chassis.job.JobWork;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.FailureProblems;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sheet.Column;
import org.jixiao.chassis.sheet.SheetFormat;
import org.jixiao.chassis.sheet.SheetLimits;
import org.jixiao.chassis.sheet.SheetReader;
import org.jixiao.chassis.sheet.SheetRow;
import org.jixiao.chassis.sheet.SheetSummary;

/**
 * Records what a file brings. The file is read to its end before anything is recorded, so that one that breaks off in the middle
 * leaves nothing; then chunk by chunk, in one transaction for all or in one for each. A document number is recorded once, so it
 * does not matter how often a worker is lost and another one begins anew.
 */
@ApplicationScoped
public class IntakeJob implements JobWork {

    static final String KIND = "intake";

    /** Which intake the job is about. */
    record Task(String departmentCode, int fiscalYear, UUID id) {
    }

    private static final Logger LOG = Logger.getLogger(IntakeJob.class);
    /** So many in one transaction, row by row: others wait for their appropriations no longer than it takes. */
    private static final int CHUNK = 1_000;
    private static final int TRIES_MAX = 5;
    private static final int SHEETS_SHOWN = 100;
    private static final int IGNORED_SHOWN = 50;
    /** After the first try; longer after each. */
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final String UNIQUE_VIOLATION = "23505";

    private final IntakeRepository intakes;
    private final BulkLedgerRepository ledger;
    private final ObjectMapper json;
    private final UploadConfig uploads;
    private final long rejectsMax;
    private final int timeoutSeconds;

    IntakeJob(IntakeRepository intakes, BulkLedgerRepository ledger, ObjectMapper json, UploadConfig uploads,
              @ConfigProperty(name = "jixiao.intake.rejects-max", defaultValue = "100000") long rejectsMax,
              @ConfigProperty(name = "jixiao.intake.timeout", defaultValue = "PT30M") Duration timeout) {
        this.intakes = intakes;
        this.ledger = ledger;
        this.json = json;
        this.uploads = uploads;
        this.rejectsMax = rejectsMax;
        this.timeoutSeconds = (int) timeout.toSeconds();
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void run(JobRun run) throws IOException {
        Task task = json.readValue(run.parameters(), Task.class);
        Key key = new Key(task.departmentCode(), task.fiscalYear(), task.id());
        Optional<Intake> intake = run.transaction(() -> intakes.begin(key));
        if (intake.isEmpty()) {
            return;
        }
        Path file = uploads.newFile();
        try {
            fetch(run, key, file);
            new Work(run, key, intake.get(), file).run();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void fetch(JobRun run, Key key, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            int piece = 0;
            for (Optional<byte[]> next = piece(run, key, piece); next.isPresent(); next = piece(run, key, piece)) {
                out.write(next.get());
                piece++;
            }
        }
    }

    private Optional<byte[]> piece(JobRun run, Key key, int piece) {
        return run.transaction(() -> intakes.piece(key, piece));
    }

    /** Ends a transaction that must not stay, with what was found in it. */
    private static final class TakenBackException extends RuntimeException {

        private TakenBackException() {
            super(null, null, false, false);
        }
    }

    /** What was counted so far. */
    private static final class Tally {

        private long done;
        private long recorded;
        private long already;
        private long rejected;
        private long kept;
        private BigDecimal amount = Amount.ZERO;
    }

    /** One attempt at one file. */
    private final class Work {

        private final JobRun run;
        private final Key key;
        private final Intake intake;
        private final Path file;
        private final Set<Long> appropriations = new HashSet<>();
        private Reading reading;
        private Places places;
        private long total;
        private long bad;
        private SheetSummary summary;
        private Tally tally = new Tally();

        Work(JobRun run, Key key, Intake intake, Path file) {
            this.run = run;
            this.key = key;
            this.intake = intake;
            this.file = file;
        }

        void run() {
            look();
            if (intake.dryRun() || intake.mode() == IntakeMode.ALL_OR_NOTHING) {
                recordAll();
            } else {
                recordRowByRow();
            }
        }

        /** Reads the file to its end once: whether it can be read, how many rows it has, and which appropriations it is about. */
        private void look() {
            prepare();
            readLines(line -> {
                total++;
                bad += line.isGood() ? 0 : 1;
                if (line.isGood() && line.toEnter() == null) {
                    appropriations.add(line.wanted().appropriationId());
                }
            });
            if (intake.mode() == IntakeMode.ALL_OR_NOTHING && !summary.doubtful().isEmpty()) {
                throw new Violation(ChassisProblem.SHEET_LEFT_OUT).with("sheets", summary.doubtful());
            }
            run.total(total);
        }

        private void prepare() {
            run.transaction(() -> {
                FiscalYear year = intakes.requireOpen(key.departmentCode(), key.fiscalYear());
                places = intakes.places(key.departmentCode(), key.fiscalYear());
                reading = new Reading(intake.kind(), year, places);
                return null;
            });
        }

        private void readLines(Consumer<Line> lines) {
            SheetLimits limits = SheetLimits.DEFAULT.withRowsMax(intake.kind().rowsMax());
            try (SheetReader reader = SheetReader.open(file, intake.kind().columns(), limits)) {
                for (SheetRow row = reader.next(); row != null; row = reader.next()) {
                    lines.accept(reading.line(row));
                }
                summary = reader.summary();
            }
        }

        private void readChunks(Consumer<List<Line>> chunks) {
            ReadAhead.each(this::readChunksNow, chunks);
        }

        private void readChunksNow(Consumer<List<Line>> chunks) {
            if (intake.kind() == IntakeKind.APPROPRIATIONS) {
                readDocuments(chunks);
                return;
            }
            Chunk chunk = new Chunk(chunks);
            readLines(line -> chunk.add(List.of(line)));
            chunk.end();
        }

        /** Rows with one number are one document, wherever they stand; so they come together. Bad ones are of none, and not kept. */
        private void readDocuments(Consumer<List<Line>> chunks) {
            Map<String, List<Line>> byNumber = new LinkedHashMap<>();
            Chunk chunk = new Chunk(chunks);
            readLines(line -> {
                if (line.isGood()) {
                    byNumber.computeIfAbsent(line.wanted().documentNumber(), number -> new ArrayList<>()).add(line);
                } else {
                    chunk.add(List.of(line));
                }
            });
            byNumber.values().forEach(chunk::add);
            chunk.end();
        }

        /** Lines until there are enough for a transaction. */
        private static final class Chunk {

            private final Consumer<List<Line>> chunks;
            private List<Line> lines = new ArrayList<>(CHUNK);

            Chunk(Consumer<List<Line>> chunks) {
                this.chunks = chunks;
            }

            void add(List<Line> together) {
                if (lines.size() + together.size() > CHUNK) {
                    end();
                }
                lines.addAll(together);
            }

            void end() {
                if (!lines.isEmpty()) {
                    chunks.accept(lines);
                    lines = new ArrayList<>(CHUNK);
                }
            }
        }

        /** In one transaction; where rows are bad it only looks on, so that all of them are named. */
        private void recordAll() {
            boolean dry = intake.dryRun() || bad > 0;
            try {
                again(() -> {
                    prepare();
                    tally = new Tally();
                    run.transaction(() -> {
                        intakes.keep(key, intake.attempt(), total);
                        intakes.dropRejects(key);
                        return null;
                    });
                    return run.transaction(timeoutSeconds, () -> {
                        Posting posting = ledger.begin(batch(dry));
                        posting.hold(appropriations);
                        readChunks(lines -> {
                            List<Reject> rejects = record(posting, lines);
                            if (!rejects.isEmpty()) {
                                run.transaction(() -> keep(rejects));
                            }
                        });
                        posting.end();
                        if (dry || tally.rejected > 0) {
                            throw new TakenBackException();
                        }
                        intakes.end(key, intake.attempt(), IntakeState.RECORDED, result());
                        return null;
                    });
                });
            } catch (TakenBackException takenBack) {
                if (!intake.dryRun()) {
                    tally.recorded = 0;
                    tally.amount = Amount.ZERO;
                }
                run.transaction(() -> {
                    intakes.end(key, intake.attempt(), intake.dryRun() ? IntakeState.CHECKED : IntakeState.REFUSED, result());
                    return null;
                });
            }
        }

        private void recordRowByRow() {
            if (intake.result().recorded() != null) {
                // what lost workers have recorded was recorded by this intake, and will be found again
                tally.recorded = intake.result().recorded();
                tally.amount = intake.result().amount();
                tally.already = -tally.recorded;
            }
            readChunks(lines -> {
                Tally before = tally;
                again(() -> {
                    tally = copy(before);
                    return run.transaction(() -> {
                        Posting posting = ledger.begin(batch(false));
                        List<Reject> rejects = record(posting, lines);
                        posting.end();
                        intakes.recorded(key, intake.attempt(), tally.recorded, tally.amount);
                        return keep(rejects);
                    });
                });
            });
            run.transaction(() -> {
                intakes.end(key, intake.attempt(), IntakeState.RECORDED, result());
                return null;
            });
        }

        /** Others may be quicker with a document number, or hold what is needed: then the transaction is begun anew. */
        private <T> T again(Supplier<T> work) {
            for (int tries = 1;; tries++) {
                try {
                    return work.get();
                } catch (PersistenceException busy) {
                    if (tries == TRIES_MAX || !FailureProblems.isWorthRetrying(busy) && !isRecordedByOthers(busy)) {
                        throw busy;
                    }
                    LOG.infof("intake %s begins a transaction anew: %s", key.id(), busy.getMessage());
                    LockSupport.parkNanos(PAUSE.multipliedBy(tries).toNanos());
                }
            }
        }

        private static boolean isRecordedByOthers(PersistenceException failure) {
            return failure.getCause() instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState());
        }

        /** Stores some rejects in the current transaction. */
        private Void keep(List<Reject> rejects) {
            List<Reject> kept = rejects.subList(0, (int) Math.min(rejects.size(), Math.max(0, rejectsMax - tally.kept)));
            intakes.keep(key, intake.attempt(), total);
            intakes.addRejects(key, tally.kept, kept);
            tally.kept += kept.size();
            return null;
        }

        private static Tally copy(Tally tally) {
            Tally copy = new Tally();
            copy.done = tally.done;
            copy.recorded = tally.recorded;
            copy.already = tally.already;
            copy.rejected = tally.rejected;
            copy.kept = tally.kept;
            copy.amount = tally.amount;
            return copy;
        }

        private Batch batch(boolean dry) {
            return new Batch(key.departmentCode(), key.fiscalYear(), key.id(), intake.maker(), intake.mayRecordLate(), dry);
        }

        /** Records the good lines of a chunk in the current transaction, and says which others are rejected. */
        private List<Reject> record(Posting posting, List<Line> lines) {
            List<Line> good = lines.stream().filter(Line::isGood).toList();
            Iterator<Outcome> outcomes = posting.post(entered(good)).iterator();
            List<Reject> rejects = new ArrayList<>();
            for (Line line : lines) {
                Outcome outcome = line.isGood() ? outcomes.next() : null;
                if (outcome == null) {
                    rejects.add(reject(line.row(), line.faults()));
                } else if (outcome.refused() != null) {
                    rejects.add(reject(line.row(), List.of(Fault.of(line.row(), intake.kind().columns(), outcome.refused()))));
                } else if (outcome.recorded()) {
                    tally.recorded++;
                    tally.amount = tally.amount.add(line.wanted().amount());
                } else {
                    tally.already++;
                }
            }
            tally.rejected += rejects.size();
            tally.done += lines.size();
            run.done(tally.done);
            return rejects;
        }

        /** What the lines ask for, with the appropriations that had to be entered first. */
        private List<Wanted> entered(List<Line> good) {
            Map<Line.Key, String> fresh = new LinkedHashMap<>();
            good.stream().filter(line -> line.toEnter() != null).forEach(line -> fresh.putIfAbsent(line.toEnter(), line.economicClassName()));
            Map<Line.Key, Long> ids = fresh.isEmpty() ? Map.of() : intakes.enter(key.departmentCode(), key.fiscalYear(), fresh);
            return good.stream().map(line -> line.toEnter() == null ? line.wanted() : line.wanted(ids.get(line.toEnter()))).toList();
        }

        private Reject reject(SheetRow row, List<Fault> faults) {
            String[] cells = new String[intake.kind().columns().size()];
            for (int i = 0; i < cells.length; i++) {
                Column column = intake.kind().columns().get(i);
                String said = row.value(i) == null ? unread(column, faults) : text(row.value(i));
                cells[i] = said == null && row.has(column.field()) ? "" : said;
            }
            return new Reject(row.sheet(), row.number(), cells, List.copyOf(faults));
        }

        /**
         * Of a cell that could not be read. Blank stops the row where it may not be; where it may, it would say something else
         * than the file does, so all that the cell says is given back.
         */
        private static String unread(Column column, List<Fault> faults) {
            return column.required() ? null : faults.stream().filter(fault -> column.field().equals(fault.field())).map(Fault::value)
                .filter(value -> value != null && !value.isEmpty() && value.length() < SheetLimits.FAULT_CHARS_MAX).findFirst().orElse(null);
        }

        private static String text(Object value) {
            return value instanceof BigDecimal amount ? amount.toPlainString() : value.toString();
        }

        private Intake.Result result() {
            long sums = summary == null ? 0 : summary.read().stream().mapToLong(SheetSummary.Sheet::totalRows).sum();
            String encoding = summary == null ? null : summary.encoding();
            SheetFormat format = summary == null ? null : summary.format();
            return new Intake.Result(total, tally.recorded, tally.already, tally.rejected, sums, tally.amount,
                format == null ? null : format.name(), encoding, summary == null ? null : sheets());
        }

        private List<Intake.Sheet> sheets() {
            Stream<Intake.Sheet> skipped = summary.skipped().stream().map(name -> Intake.Sheet.notRead(name, Intake.SheetUse.SKIPPED));
            Stream<Intake.Sheet> hidden = summary.hidden().stream().map(name -> Intake.Sheet.notRead(name, Intake.SheetUse.HIDDEN));
            Stream<Intake.Sheet> read = summary.read().stream().map(sheet -> new Intake.Sheet(sheet.name(), Intake.SheetUse.READ, sheet.rows(),
                BigDecimal.ONE.movePointRight(sheet.unit()).longValueExact(),
                sheet.ignoredColumns().stream().limit(IGNORED_SHOWN).toList()));
            return Stream.concat(Stream.concat(skipped, hidden), read).limit(SHEETS_SHOWN).toList();
        }
    }
}
