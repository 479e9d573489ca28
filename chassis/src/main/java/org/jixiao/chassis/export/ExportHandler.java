package org.jixiao.chassis.export;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.Vertx;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.access.SystemHandler;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sheet.Columns;
import org.jixiao.chassis.sheet.SheetFormat;
import org.jixiao.chassis.sheet.writing.SheetWriter;

/**
 * Answers with a table as a file, written while it is read.
 *
 * <p>The reader's pace is the database's: nothing is kept here. So that slow ones cannot hold all connections, few exports run
 * at once, none longer than they may, and the database itself ends a connection that fetches nothing for a
 * minute. Whoever hangs up fails the next write, which ends the transaction; whoever neither reads nor hangs up is
 * hung up on, for the thread that waits to write to him hears of nothing else. What ends early is visibly cut off.
 */
@ApplicationScoped
public class ExportHandler {

    /** How many exports one instance writes at once; the others have the rest of the connections. */
    public static final int AT_ONCE = 3;
    /** How many rows are asked of the database at a time, and flushed on. */
    public static final int FETCH_ROWS = 1_000;

    /** Writes the rows, reading them in a transaction that is open meanwhile. */
    @FunctionalInterface
    public interface Rows {
        void write(SheetWriter table) throws IOException;
    }

    /** What the file is. */
    public record Export(SheetFormat format, String fileName, String sheet, Columns columns) {
    }

    /** How long the transaction has to tell why before the connection goes. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger(ExportHandler.class);

    private final Semaphore free = new Semaphore(AT_ONCE);
    private final CurrentVertxRequest current;
    private final CallerHandler callers;
    private final SystemHandler system;
    private final Duration longest;

    ExportHandler(CurrentVertxRequest current, CallerHandler callers, SystemHandler system,
                  @ConfigProperty(name = "jixiao.export.longest", defaultValue = "PT10M") Duration longest) {
        this.current = current;
        this.callers = callers;
        this.system = system;
        this.longest = longest;
    }

    /** The format that is named, of those that the operation writes. */
    public static SheetFormat format(String name, List<SheetFormat> written) {
        return written.stream().filter(format -> format.name().equals(name)).findFirst().orElseThrow(() ->
            new Violation(ChassisProblem.INVALID_VALUE).at("?format").with("value", name == null ? "" : name)
                .with("expected", String.join(" | ", written.stream().map(Enum::name).toList())));
    }

    /** A table that is read from the database while it is written. */
    public Response cursor(Export export, Rows rows) {
        Caller caller = callers.caller();
        if (!free.tryAcquire()) {
            throw new Violation(ChassisProblem.TOO_MANY_EXPORTS).with("running", AT_ONCE);
        }
        AtomicBoolean taken = new AtomicBoolean(true);
        RoutingContext request = current.getCurrent();
        Vertx clock = request.vertx();
        long hangUp = clock.setTimer(longest.plus(GRACE).toMillis(), late -> hangUp(request));
        // also where the answer is replaced before anything is written
        request.addEndHandler(ended -> {
            clock.cancelTimer(hangUp);
            release(taken);
        });
        return answer(export, output -> {
            try {
                system.transaction(caller, (int) longest.toSeconds(), () -> {
                    write(export, rows, output);
                    return null;
                });
            } catch (UncheckedIOException hungUp) {
                throw hungUp.getCause();
            } finally {
                clock.cancelTimer(hangUp);
                release(taken);
            }
        });
    }

    /** A table that is there already. */
    public Response table(Export export, List<Object[]> rows) {
        return answer(export, output -> write(export, table -> {
            for (Object[] row : rows) {
                table.row(row);
            }
        }, output));
    }

    /** The channel itself: to close the connection would wait until he has read what is written already. */
    private static void hangUp(RoutingContext request) {
        LOG.warnf("the reader of %s stalls and is hung up on", request.request().path());
        ((ConnectionBase) request.request().connection()).channelHandlerContext().close();
    }

    private void release(AtomicBoolean taken) {
        if (taken.getAndSet(false)) {
            free.release();
        }
    }

    private static void write(Export export, Rows rows, OutputStream output) {
        try (SheetWriter table = SheetWriter.to(output, export.format(), export.sheet(), export.columns())) {
            table.flush();
            rows.write(table);
            table.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Response answer(Export export, StreamingOutput body) {
        return Response.ok(body).type(export.format().mediaType())
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .header("X-Content-Type-Options", "nosniff")
            .header(HttpHeaders.CONTENT_DISPOSITION,
                "attachment; filename=\"" + export.fileName() + "." + export.format().extension() + "\"").build();
    }
}
