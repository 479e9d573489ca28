package org.jixiao.chassis.testing;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tokens that nobody may accept (RFC 8725, RFC 9068), each with a name that says what is wrong with it. But
 * for that one thing each is the good token of {@link Tokens}, for the same key, issuer and audience.
 */
public final class BadTokens {

    /** Longer than any honest token, and still within the limit of a header. */
    private static final int OVERSIZED = 6_500;
    private static final Map<String, String> RS256 = Map.of("alg", "RS256", "typ", "JWT");
    private static final String NOBODY_LISTENS = "http://127.0.0.1:9/keys";

    private final PrivateKey key = Jws.privateKey(System.getProperty(TokensResource.PRIVATE_KEY));
    private final PrivateKey strangersKey = Jws.newKeys().getPrivate();
    private final Map<String, Object> good;
    private final Map<String, String> tokens = new LinkedHashMap<>();

    private BadTokens(String subject, Set<String> roles, String... departments) {
        good = Tokens.claims();
        good.put("sub", subject);
        good.put("upn", subject);
        good.put("groups", new TreeSet<>(roles));
        good.put("departments", List.of(departments));
    }

    /** Name to token, without {@code Bearer}; each of them would be somebody with this role if it were good. */
    public static Map<String, String> of(String role, String... departments) {
        BadTokens bad = new BadTokens("test-" + role, Set.of(role), departments);
        bad.signatures();
        bad.headers();
        bad.claims();
        bad.garbage();
        return bad.tokens;
    }

    /** The few that stand for the others where every operation is asked. */
    public static Map<String, String> fewOf(String role, String... departments) {
        Map<String, String> few = of(role, departments);
        few.keySet().retainAll(Set.of("expired", "wrong audience", "wrong key", "alg none"));
        return few;
    }

    private void signatures() {
        String content = Jws.part(RS256) + "." + Jws.part(good);
        tokens.put("unsigned", content + ".");
        tokens.put("without the part of the signature", content);
        for (String none : List.of("none", "None", "nOnE")) {
            tokens.put("alg " + none, Jws.part(Map.of("alg", none, "typ", "JWT")) + "." + Jws.part(good) + ".");
        }
        Map<String, String> hs256 = Map.of("alg", "HS256", "typ", "JWT");
        tokens.put("HS256 with the public key as PEM",
            Jws.hs256(hs256, good, Jws.pem(Jws.publicKey(key)).getBytes(StandardCharsets.US_ASCII)));
        tokens.put("HS256 with the public key as DER", Jws.hs256(hs256, good, Jws.publicKey(key).getEncoded()));
        tokens.put("RS512 with the right key", Jws.signed("SHA512withRSA", Map.of("alg", "RS512", "typ", "JWT"), good, key));
        tokens.put("wrong key", Jws.rs256(RS256, good, strangersKey));
        String[] honest = Jws.rs256(RS256, good, key).split("\\.");
        tokens.put("signature of other claims", honest[0] + "." + Jws.part(with("sub", "somebody-else")) + "." + honest[2]);
        tokens.put("half a signature", honest[0] + "." + honest[1] + "." + honest[2].substring(0, honest[2].length() / 2));
    }

    private void headers() {
        tokens.put("key in the header", strangers("jwk", Jws.jwk(strangersKey)));
        tokens.put("address of keys in the header", strangers("jku", NOBODY_LISTENS));
        tokens.put("address of a certificate in the header", strangers("x5u", NOBODY_LISTENS));
        tokens.put("kid that is a path", strangers("kid", "../../../../dev/null"));
        tokens.put("crit that nobody knows",
            Jws.rs256(Map.of("alg", "RS256", "typ", "JWT", "crit", List.of("https://jixiao.example/x"),
                "https://jixiao.example/x", true), good, key));
        tokens.put("wrong typ", Jws.rs256(Map.of("alg", "RS256", "typ", "dpop+jwt"), good, key));
        tokens.put("logout token", Jws.rs256(Map.of("alg", "RS256", "typ", "logout+jwt"), good, key));
        tokens.put("without typ", Jws.rs256(Map.of("alg", "RS256"), good, key));
    }

    private void claims() {
        long now = Instant.now().getEpochSecond();
        claim("expired", with("exp", now - 300));
        claim("not valid yet", with("nbf", now + 300));
        claim("without exp", without("exp"));
        claim("wrong issuer", with("iss", "https://jixiao.example/somebody"));
        claim("issuer with a slash more", with("iss", TokensResource.ISSUER + "/"));
        claim("without issuer", without("iss"));
        claim("wrong audience", with("aud", "somebody-elses-api"));
        claim("without audience", without("aud"));
        claim("without subject", without("sub"));
        claim("ID token by its claim", with("typ", "ID"));
        claim("ID token by its hash of the access token", with("at_hash", "c3RyYW5nZXI"));
        claim("refresh token", with("typ", "Refresh"));
        claim("oversized", with("padding", "x".repeat(OVERSIZED)));
    }

    private void garbage() {
        tokens.put("rubbish", "rubbish");
        tokens.put("dots", "a.b.c");
        tokens.put("five parts", "a.b.c.d.e");
        tokens.put("header that is no JSON", Jws.encoded("{".getBytes(StandardCharsets.US_ASCII)) + "." + Jws.part(good) + ".AA");
    }

    private void claim(String name, Map<String, ?> claims) {
        tokens.put(name, Jws.rs256(RS256, claims, key));
    }

    private String strangers(String field, Object value) {
        return Jws.rs256(Map.of("alg", "RS256", "typ", "JWT", field, value), good, strangersKey);
    }

    private Map<String, Object> with(String claim, Object value) {
        Map<String, Object> claims = new LinkedHashMap<>(good);
        claims.put(claim, value);
        return claims;
    }

    private Map<String, Object> without(String claim) {
        Map<String, Object> claims = new LinkedHashMap<>(good);
        claims.remove(claim);
        return claims;
    }
}
