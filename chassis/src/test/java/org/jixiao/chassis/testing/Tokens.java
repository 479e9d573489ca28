package org.jixiao.chassis.testing;

import io.smallrye.jwt.build.Jwt;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** Bearer tokens for tests. */
public final class Tokens {

    private Tokens() {
    }

    /** An Authorization header of somebody named after the role. */
    public static String bearer(String role, String... departments) {
        return bearerFor("test-" + role, Set.of(role), departments);
    }

    public static String bearerFor(String subject, Set<String> roles, String... departments) {
        return "Bearer " + Jwt.issuer(TokensResource.ISSUER).audience("jixiao").subject(subject).upn(subject)
            .groups(roles).claim("departments", List.of(departments)).expiresIn(Duration.ofHours(1))
            .sign(privateKey());
    }

    private static PrivateKey privateKey() {
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(
                Base64.getDecoder().decode(System.getProperty(TokensResource.PRIVATE_KEY))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
