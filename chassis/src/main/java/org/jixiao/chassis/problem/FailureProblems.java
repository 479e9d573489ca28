package org.jixiao.chassis.problem;

import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Everything that was not foreseen. One question decides: can the same request succeed later?
 * A database that is away, full or busy is 503 and never the caller's fault.
 */
public class FailureProblems {

    private static final Logger LOG = Logger.getLogger(FailureProblems.class);

    /** Connection, resources, shutdown; serialisation failure, deadlock, lock not available, statement cancelled. */
    private static final Set<String> TRY_AGAIN_CLASSES = Set.of("08", "53", "57", "58");
    private static final Set<String> TRY_AGAIN_STATES = Set.of("40001", "40P01", "55P03");
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String INTEGRITY_CLASS = "23";
    /** NUL, and what is no character: looked for earlier; this is the last line. */
    private static final Set<String> UNSTORABLE = Set.of("22021", "22P05");

    private final ProblemRenderer problems;

    FailureProblems(ProblemRenderer problems) {
        this.problems = problems;
    }

    @ServerExceptionMapper
    public Response failure(Throwable failure) {
        for (Throwable inner = failure; inner != null; inner = inner.getCause()) {
            if (inner instanceof Violation violation) {
                return problems.render(violation);
            }
        }
        SQLException sql = sql(failure);
        if (sql != null && isWorthRetrying(failure)) {
            LOG.warnf("the database could not serve this request: %s %s", sql.getSQLState(), sql.getMessage());
            return problems.render(new Violation(ChassisProblem.TEMPORARILY_UNAVAILABLE));
        }
        if (sql != null && UNIQUE_VIOLATION.equals(sql.getSQLState())) {
            LOG.infof("refused by a unique key: %s", sql.getMessage());
            return problems.render(new Violation(ChassisProblem.CONFLICT));
        }
        if (sql != null && String.valueOf(sql.getSQLState()).startsWith(INTEGRITY_CLASS)) {
            LOG.warnf("refused by a database guard that a rule should have caught first: %s", sql.getMessage());
            return problems.render(new Violation(ChassisProblem.CONFLICT));
        }
        if (sql != null && UNSTORABLE.contains(String.valueOf(sql.getSQLState()))) {
            LOG.infof("refused by the database's encoding: %s", sql.getMessage());
            return problems.render(new Violation(ChassisProblem.INVALID_VALUE).with("value", "").with("expected", "text"));
        }
        LOG.error("request failed", failure);
        return problems.render(new Violation(ChassisProblem.INTERNAL_ERROR));
    }

    /** Whether the same work may succeed later without anybody changing it. */
    public static boolean isWorthRetrying(Throwable failure) {
        SQLException sql = sql(failure);
        if (sql == null) {
            return false;
        }
        String state = sql.getSQLState();
        // the pool gives no state when no connection came free in time
        return state == null || state.length() < 2 || TRY_AGAIN_STATES.contains(state)
            || TRY_AGAIN_CLASSES.contains(state.substring(0, 2));
    }

    /** Whether a constraint or trigger said no: another rule of ours came too late, or somebody else was quicker. */
    public static boolean isRefusedByGuard(Throwable failure) {
        SQLException sql = sql(failure);
        return sql != null && String.valueOf(sql.getSQLState()).startsWith(INTEGRITY_CLASS);
    }

    private static SQLException sql(Throwable failure) {
        for (Throwable inner = failure; inner != null; inner = inner.getCause()) {
            if (inner instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
