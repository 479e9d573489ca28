package org.jixiao.report.publication;

import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.SystemHandler;
import org.jixiao.report.publication.PublicationRepository.Document;

/**
 * Draws the documents of a version after it has been published, one at a time: a PDF takes a second, and nobody who
 * saves a narrative or explains a finding should wait for it behind a lock. Keeps R10: the same report gives the same
 * bytes, so it does not matter who draws a document, and it is stored once.
 */
@ApplicationScoped
public class DocumentJob {

    private static final Logger LOG = Logger.getLogger(DocumentJob.class);

    private final PublicationRepository publications;
    private final SystemHandler system;
    private final TransactionSynchronizationRegistry transactions;
    private final List<DocumentWriter> writers;
    private final ExecutorService drawing = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "documents");
        thread.setDaemon(true);
        return thread;
    });
    private final Object oneAtATime = new Object();

    DocumentJob(PublicationRepository publications, SystemHandler system, TransactionSynchronizationRegistry transactions,
                @All List<DocumentWriter> writers) {
        this.publications = publications;
        this.system = system;
        this.transactions = transactions;
        this.writers = writers;
    }

    /** What a stop left undrawn is drawn now. */
    void start(@Observes StartupEvent started) {
        drawing.submit(() -> {
            try {
                everything().forEach(this::drawAll);
            } catch (RuntimeException | Error later) {
                LOG.warnf("documents that a stop left undrawn are drawn when they are asked for: %s", later);
            }
        });
    }

    void stop(@Observes ShutdownEvent stopped) {
        drawing.shutdownNow();
    }

    private List<ReportKey> everything() {
        return system.transaction(Caller.system("documents", Caller.ALL_DEPARTMENTS),
                () -> publications.withoutDocuments(writers.size()));
    }

    /** Draws the documents once the current transaction has published the version. */
    void drawAfterCommit(Report report) {
        ReportKey key = new ReportKey(report.departmentCode(), report.fiscalYear(), report.version());
        transactions.registerInterposedSynchronization(new Synchronization() {

            @Override
            public void beforeCompletion() {
                // the version is only there after the commit
            }

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    drawing.submit(() -> drawAll(key));
                }
            }
        });
    }

    /** The document; drawn now for whoever asks before the job has come to it. Empty where there is no such version. */
    public Optional<Document> document(ReportKey key, DocumentFormat format) {
        Optional<Document> stored = publications.document(key, format);
        return stored.isPresent() ? stored : draw(key, format);
    }

    private void drawAll(ReportKey key) {
        for (DocumentWriter writer : writers) {
            try {
                draw(key, writer.format());
            } catch (RuntimeException | Error failure) {
                // also where a class of a drawing library could not be loaded: nobody else would hear of it
                LOG.errorf(failure, "%s of %s could not be drawn; it is tried again when somebody asks for it", writer.format(), key);
            }
        }
    }

    /** Who asks for a version that does not exist is told so without waiting for those that do. */
    private Optional<Document> draw(ReportKey key, DocumentFormat format) {
        Caller job = Caller.system("documents", key.departmentCode());
        Optional<Report> report = system.transaction(job, () -> publications.report(key));
        if (report.isEmpty()) {
            return Optional.empty();
        }
        synchronized (oneAtATime) {
            Optional<Document> stored = system.transaction(job, () -> publications.document(key, format));
            if (stored.isPresent()) {
                return stored;
            }
            byte[] bytes = writer(format).write(report.get());
            return system.transaction(job, () -> {
                publications.add(key, format, bytes);
                return publications.document(key, format);
            });
        }
    }

    private DocumentWriter writer(DocumentFormat format) {
        return writers.stream().filter(writer -> writer.format() == format).findFirst().orElseThrow();
    }
}
