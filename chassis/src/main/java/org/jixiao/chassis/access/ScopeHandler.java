package org.jixiao.chassis.access;

import io.agroal.api.AgroalPoolInterceptor;
import io.quarkus.arc.Arc;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Tells the database for which departments a connection speaks, each time it leaves the pool. It
 * sits below every resource and repository: a forgotten check above leaks nothing, and what the
 * borrower before had set never reaches the next one.
 */
@Singleton
public class ScopeHandler implements AgroalPoolInterceptor {

    @Override
    public void onConnectionAcquire(Connection connection) {
        try (PreparedStatement statement =
                 connection.prepareStatement("select set_config('jixiao.departments', ?, false)")) {
            statement.setString(1, scope());
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException("no department scope on this connection, so it must not be used", e);
        }
    }

    private static String scope() {
        if (!Arc.container().requestContext().isActive()) {
            return "";
        }
        return Arc.container().instance(CallerHandler.class).get().caller().scope();
    }
}
