package org.jixiao.local;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What a program needs to use a running suite as an outside caller.
 *
 * @param gateway the one address that outside callers use
 * @param root    the project's folder, where the examples are
 * @param signer  of this embedded run
 */
public record Environment(URI gateway, Path root, Signer signer) {

    /** Gives a token of the person who has this role here; each role is a person of its own. */
    @FunctionalInterface
    public interface Signer {
        String token(String role, String... departments);
    }

    static Environment of(Home home, Ports ports) {
        Keys keys = new Keys(home);
        return new Environment(URI.create("http://127.0.0.1:" + ports.of(Service.GATEWAY)), home.root(),
            (role, departments) -> Token.of(null, role, List.of(departments)).signed(keys.signingKey(), Instant.now()));
    }
}
