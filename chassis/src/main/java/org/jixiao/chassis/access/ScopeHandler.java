package org.jixiao.chassis.access;

import io.agroal.api.AgroalPoolInterceptor;
import io.quarkus.arc.Arc;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jixiao.chassis.audit.AuditContextHandler;

/**
 * Tells the database for which departments a connection speaks, and for whom, each time it leaves the pool. It
 * sits below every resource and repository: a forgotten check above leaks nothing, and what the
 * borrower before had set never reaches the next one.
 */
@Singleton
public class ScopeHandler implements AgroalPoolInterceptor {

    @Override
    public void onConnectionAcquire(Connection connection) {
        try (PreparedStatement statement =
                 connection.prepareStatement("select set_config('jixiao.departments', ?, false), set_config('jixiao.caller', ?, false)")) {
            Caller caller = caller();
            statement.setString(1, caller.scope());
            statement.setString(2, caller == Caller.NOBODY ? "" : AuditContextHandler.current(caller).setting());
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException("no department scope on this connection, so it must not be used", e);
        }
    }

    private static Caller caller() {
        if (!Arc.container().requestContext().isActive()) {
            return Caller.NOBODY;
        }
        return Arc.container().instance(CallerHandler.class).get().caller();
    }
}
