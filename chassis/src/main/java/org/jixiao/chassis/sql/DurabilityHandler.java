package org.jixiao.chassis.sql;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Refuses to start in production on a database that may forget what it has acknowledged. */
@ApplicationScoped
public class DurabilityHandler {

    private static final Logger LOG = Logger.getLogger(DurabilityHandler.class);

    private static final String PRODUCTION = "prod";
    /** As this very connection has them: a role or a database may have settings of its own. */
    private static final String READ = "select current_setting(?)";

    private final DataSource dataSource;

    DurabilityHandler(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    void start(@Observes @Priority(2) StartupEvent starting) {
        if (LaunchMode.current() != LaunchMode.NORMAL) {
            return;
        }
        List<String> refusals = refusals();
        if (!refusals.isEmpty() && ConfigUtils.isProfileActive(PRODUCTION)) {
            throw new IllegalStateException("not started in production: " + String.join("; ", refusals));
        }
        refusals.forEach(refusal -> LOG.warnf("%s: what was acknowledged may be gone after a crash", refusal));
    }

    /** What speaks against the database that this service works on. */
    public List<String> refusals() {
        Map<String, String> settings = new HashMap<>();
        try (Connection connection = dataSource.getConnection(); PreparedStatement statement = connection.prepareStatement(READ)) {
            for (String name : Durability.SETTINGS) {
                statement.setString(1, name);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    settings.put(name, row.getString(1));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the settings of the database cannot be read", e);
        }
        return Durability.refusals(settings);
    }
}
