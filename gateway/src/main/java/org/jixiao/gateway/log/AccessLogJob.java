package org.jixiao.gateway.log;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import org.jboss.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.handlers.AsyncHandler;

/**
 * Hands the lines of the access log on to the thread that writes them, ten times a second: to wake it for
 * each line would cost more than the line.
 */
@Singleton
class AccessLogJob {

    private static final Logger ACCESS = Logger.getLogger("access");
    private static final int PAUSE_MILLIS = 100;
    /** So that neither memory nor the queue behind meets a second's worth of lines at once. */
    private static final int WAITING_MAX = 256;
    /** After the server, whose last connections still have something to say. */
    private static final int LATE = 4_000;

    private final Vertx vertx;
    private List<String> waiting = new ArrayList<>(WAITING_MAX);
    private long timer;

    AccessLogJob(Vertx vertx) {
        this.vertx = vertx;
    }

    void begin(@Observes StartupEvent event) {
        // to flush each line would be a system call for each: that thread flushes whenever nothing more is waiting
        for (Handler queue : java.util.logging.Logger.getLogger(ACCESS.getName()).getHandlers()) {
            if (queue instanceof AsyncHandler async) {
                for (Handler writer : async.getHandlers()) {
                    ((ExtHandler) writer).setAutoFlush(false);
                }
            }
        }
        timer = vertx.setPeriodic(PAUSE_MILLIS, tick -> handOn());
    }

    void end(@Observes @Priority(LATE) ShutdownEvent event) {
        vertx.cancelTimer(timer);
        handOn();
    }

    boolean isWanted() {
        return ACCESS.isInfoEnabled();
    }

    /** From any event loop. */
    void write(String line) {
        boolean full;
        synchronized (this) {
            waiting.add(line);
            full = waiting.size() >= WAITING_MAX;
        }
        if (full) {
            handOn();
        }
    }

    private void handOn() {
        List<String> lines;
        synchronized (this) {
            if (waiting.isEmpty()) {
                return;
            }
            lines = waiting;
            waiting = new ArrayList<>(WAITING_MAX);
        }
        lines.forEach(ACCESS::info);
    }
}
