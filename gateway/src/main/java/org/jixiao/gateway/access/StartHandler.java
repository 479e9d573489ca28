package org.jixiao.gateway.access;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses to start in production with an issuer that nobody should believe. */
@ApplicationScoped
public class StartHandler {

    private static final String PRODUCTION = "prod";
    private static final String FILE = "file:";

    private final Optional<String> issuer;
    private final Optional<String> keyLocation;

    StartHandler(@ConfigProperty(name = "mp.jwt.verify.issuer") Optional<String> issuer,
                 @ConfigProperty(name = "mp.jwt.verify.publickey.location") Optional<String> keyLocation) {
        this.issuer = issuer;
        this.keyLocation = keyLocation;
    }

    void start(@Observes @Priority(1) StartupEvent starting) {
        if (LaunchMode.current() == LaunchMode.NORMAL && ConfigUtils.isProfileActive(PRODUCTION)) {
            List<String> refusals = refusals();
            if (!refusals.isEmpty()) {
                throw new IllegalStateException("not started in production: " + String.join("; ", refusals));
            }
        }
    }

    List<String> refusals() {
        // where no place of the keys is stated, the issuer itself says where they are
        List<String> refusals = new ArrayList<>(TrustedIssuer.refusals(issuer.orElse(null), keyLocation.or(() -> issuer).orElse(null)));
        keyLocation.filter(location -> location.startsWith(FILE) && !Files.isReadable(Path.of(location.replaceFirst("^file:(//)?", ""))))
            .ifPresent(location -> refusals.add("mp.jwt.verify.publickey.location cannot be read: " + location));
        return refusals;
    }
}
