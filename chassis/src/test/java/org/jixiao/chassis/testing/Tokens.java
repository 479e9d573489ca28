package org.jixiao.chassis.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Bearer tokens for tests, signed with the key of {@link TokensResource}. Needs nothing but the JDK. */
public final class Tokens {

    static final String AUDIENCE = "jixiao";

    private Tokens() {
    }

    /** An Authorization header of somebody named after the role. */
    public static String bearer(String role, String... departments) {
        return bearerFor("test-" + role, Set.of(role), departments);
    }

    public static String bearerFor(String subject, Set<String> roles, String... departments) {
        Map<String, Object> claims = claims();
        claims.put("sub", subject);
        claims.put("upn", subject);
        claims.put("groups", new TreeSet<>(roles));
        claims.put("departments", List.of(departments));
        return "Bearer " + signed(claims);
    }

    /** The claims of a good token of nobody in particular. */
    static Map<String, Object> claims() {
        Instant now = Instant.now();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", TokensResource.ISSUER);
        claims.put("aud", List.of(AUDIENCE));
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(Duration.ofHours(1)).getEpochSecond());
        claims.put("jti", UUID.randomUUID().toString());
        return claims;
    }

    static String signed(Map<String, ?> claims) {
        return Jws.rs256(Map.of("alg", "RS256", "typ", "JWT"), claims,
            Jws.privateKey(System.getProperty(TokensResource.PRIVATE_KEY)));
    }
}
