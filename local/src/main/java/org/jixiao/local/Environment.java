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
 * @param keys    of this embedded run
 */
record Environment(URI gateway, Path root, Keys keys) {

    static Environment of(Home home, Ports ports) {
        return new Environment(URI.create("http://127.0.0.1:" + ports.of(Service.GATEWAY)), home.root(), new Keys(home));
    }

    /** A token of the person who has this role here; each role is a person of its own. */
    String token(String role, String... departments) {
        return Token.of(null, role, List.of(departments)).signed(keys.signingKey(), Instant.now());
    }
}
