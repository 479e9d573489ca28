package org.jixiao.gateway.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jixiao.gateway.access.TokenException.Reason;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TokenHandlerTest {

    private static final PublicJsonWebKey FIRST = Issuer.rsa("first");
    private static final PublicJsonWebKey SECOND = Issuer.rsa("second");
    private static final PublicJsonWebKey CURVE = Issuer.ec("curve");
    private static final PublicJsonWebKey STRANGER = Issuer.rsa("first");
    private static Issuer issuer;

    private final AtomicLong nanos = new AtomicLong();
    private final List<Instant> now = new ArrayList<>(List.of(Instant.now()));
    private KeysClient keys;
    private TokenHandler tokens;

    @BeforeAll
    static void open() throws IOException {
        issuer = new Issuer();
    }

    @AfterAll
    static void close() {
        issuer.close();
    }

    @BeforeEach
    void twoKeysAreKnown() {
        issuer.away = false;
        issuer.calledItself = issuer.name();
        issuer.publish(FIRST, CURVE);
        keys = keys(Optional.of(issuer.name()), Optional.empty());
        keys.askAgain().join();
        tokens = tokens(keys, List.of("RS256", "PS256", "ES256"));
        issuer.keySetsServed.set(0);
    }

    private KeysClient keys(Optional<String> name, Optional<String> location) {
        return new KeysClient(name, location, Duration.ofSeconds(5), Duration.ofSeconds(10), nanos::get);
    }

    private TokenHandler tokens(KeysClient known, List<String> algorithms) {
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now.get(0);
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        };
        return new TokenHandler(new TokenHandler.Rules(Optional.of(issuer.name()), Set.of("jixiao"), algorithms,
                Set.of("at+jwt", "JWT"), "sub", "departments", Duration.ofSeconds(30), Duration.ofSeconds(60)), known, clock);
    }

    private Reason refusal(String token) {
        CompletionException failure = assertThrows(CompletionException.class, () -> tokens.believe(token).join());
        return assertInstanceOf(TokenException.class, failure.getCause()).reason();
    }

    // good ones

    @Test
    void whoSendsATokenIsReadFromIt() {
        JwtClaims claims = issuer.claims("anna", "YF-XZSP");
        claims.setClaim("azp", "portal");
        Bearer bearer = tokens.believe(Issuer.signed(Issuer.unsigned(claims), FIRST)).join();
        assertEquals("anna", bearer.subject());
        assertEquals("portal", bearer.client());
        assertEquals(List.of("YF-XZSP"), bearer.departments());
    }

    @Test
    void everyListedAlgorithmIsTaken() {
        JsonWebSignature pss = Issuer.unsigned(issuer.claims("anna"));
        pss.setAlgorithmHeaderValue("PS256");
        assertEquals("anna", tokens.believe(Issuer.signed(pss, FIRST)).join().subject());
        assertEquals("anna", tokens.believe(issuer.token(CURVE, "anna")).join().subject());
    }

    static Stream<String> types() {
        return Stream.of("JWT", "jwt", "at+jwt", "application/at+jwt");
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyListedTypeIsTaken(String type) {
        JsonWebSignature token = Issuer.unsigned(issuer.claims("anna"));
        token.setHeader("typ", type);
        assertEquals("anna", tokens.believe(Issuer.signed(token, FIRST)).join().subject());
    }

    // bad ones

    static Arguments claims(Reason reason, Consumer<JwtClaims> change) {
        return Arguments.of(reason, change);
    }

    static Stream<Arguments> badClaims() {
        return Stream.of(
                claims(Reason.EXPIRED, claims -> claims.setExpirationTime(NumericDate.fromSeconds(NumericDate.now().getValue() - 31))),
                claims(Reason.CLAIMS, claims -> claims.unsetClaim("exp")),
                claims(Reason.CLAIMS, claims -> claims.setClaim("exp", "tomorrow")),
                claims(Reason.CLAIMS, claims -> claims.setClaim("exp", Long.MAX_VALUE)),
                claims(Reason.NOT_YET_VALID, claims -> claims.setNotBeforeMinutesInThePast(-2)),
                claims(Reason.ISSUER, claims -> claims.setIssuer("https://other.example")),
                claims(Reason.ISSUER, claims -> claims.unsetClaim("iss")),
                claims(Reason.AUDIENCE, claims -> claims.setAudience("other")),
                claims(Reason.AUDIENCE, claims -> claims.unsetClaim("aud")),
                claims(Reason.CLAIMS, claims -> claims.unsetClaim("sub")),
                claims(Reason.CLAIMS, claims -> claims.setClaim("departments", 5)),
                claims(Reason.ID_TOKEN, claims -> claims.setClaim("typ", "ID")),
                claims(Reason.ID_TOKEN, claims -> claims.setClaim("typ", "Refresh")),
                claims(Reason.ID_TOKEN, claims -> claims.setClaim("nonce", "n")),
                claims(Reason.ID_TOKEN, claims -> claims.setClaim("at_hash", "h")));
    }

    @ParameterizedTest
    @MethodSource("badClaims")
    void badClaimsAreRefused(Reason reason, Consumer<JwtClaims> change) {
        JwtClaims claims = issuer.claims("anna");
        change.accept(claims);
        assertEquals(reason, refusal(Issuer.signed(Issuer.unsigned(claims), FIRST)));
    }

    @Test
    void aTokenThatExpiredWithinTheSkewIsTaken() {
        JwtClaims claims = issuer.claims("anna");
        claims.setIssuedAt(NumericDate.fromSeconds(NumericDate.now().getValue() - 100));
        claims.setExpirationTime(NumericDate.fromSeconds(NumericDate.now().getValue() - 10));
        assertEquals("anna", tokens.believe(Issuer.signed(Issuer.unsigned(claims), FIRST)).join().subject());
    }

    static Arguments head(Reason reason, String name, Object value) {
        return Arguments.of(reason, name, value);
    }

    static Stream<Arguments> badHeads() {
        return Stream.of(
                head(Reason.TYPE, "typ", null), head(Reason.TYPE, "typ", "logout+jwt"), head(Reason.TYPE, "typ", "id+jwt"),
                head(Reason.HEADER, "jku", "https://evil.example/keys"), head(Reason.HEADER, "x5u", "https://evil.example/c"),
                head(Reason.HEADER, "x5c", List.of("AA==")), head(Reason.HEADER, "crit", List.of("exp")),
                head(Reason.ALGORITHM, "alg", "RS512"));
    }

    @ParameterizedTest
    @MethodSource("badHeads")
    void badHeadsAreRefused(Reason reason, String name, Object value) {
        JsonWebSignature token = Issuer.unsigned(issuer.claims("anna"));
        token.getHeaders().setObjectHeaderValue(name, value);
        assertEquals(reason, refusal(Issuer.signed(token, FIRST)));
    }

    @Test
    void aTokenThatBringsItsOwnKeyIsRefused() {
        JsonWebSignature token = Issuer.unsigned(issuer.claims("anna"));
        token.setJwkHeader(STRANGER);
        assertEquals(Reason.HEADER, refusal(Issuer.signed(token, STRANGER)));
    }

    @Test
    void aSignatureOfSomebodyElseIsRefused() {
        assertEquals(Reason.SIGNATURE, refusal(issuer.token(STRANGER, "anna")));
    }

    @Test
    void changedContentIsRefused() {
        String[] good = issuer.token(FIRST, "anna").split("\\.");
        String[] other = issuer.token(STRANGER, "admin").split("\\.");
        assertEquals(Reason.SIGNATURE, refusal(good[0] + "." + other[1] + "." + good[2]));
    }

    @Test
    void anUnsignedTokenIsRefused() {
        String head = Base64.getUrlEncoder().withoutPadding().encodeToString(
                "{\"alg\":\"none\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));
        assertEquals(Reason.ALGORITHM, refusal(head + "." + issuer.token(FIRST, "anna").split("\\.")[1] + "."));
    }

    @Test
    void aPublicKeyIsNoSharedSecret() throws JoseException {
        JsonWebSignature token = Issuer.unsigned(issuer.claims("admin"));
        token.setAlgorithmHeaderValue("HS256");
        token.setKeyIdHeaderValue("first");
        token.setKey(new HmacKey(FIRST.getPublicKey().getEncoded()));
        assertEquals(Reason.ALGORITHM, refusal(token.getCompactSerialization()));
    }

    static Stream<List<String>> weakAlgorithms() {
        return Stream.of(List.of("none"), List.of("RS256", "HS256"), List.of());
    }

    @ParameterizedTest
    @MethodSource("weakAlgorithms")
    void aListWithAWeakAlgorithmStopsTheStart(List<String> algorithms) {
        assertThrows(IllegalArgumentException.class, () -> tokens(keys, algorithms));
    }

    @Test
    void anAlgorithmThatIsNotOnTheListIsRefused() {
        tokens = tokens(keys, List.of("ES256"));
        assertEquals(Reason.ALGORITHM, refusal(issuer.token(FIRST, "anna")));
    }

    @Test
    void rubbishIsRefused() {
        assertEquals(Reason.FORM, refusal("a.b.c"));
        assertEquals(Reason.FORM, refusal("bm9uc2Vuc2U.bm9uc2Vuc2U.bm9uc2Vuc2U"));
    }

    // remembering

    @Test
    void aBelievedTokenIsRememberedUntilItsEnd() {
        String token = issuer.token(FIRST, "anna");
        tokens.believe(token).join();
        assertEquals("anna", tokens.remembered(token).orElseThrow().subject());
        now.set(0, Instant.now().plusSeconds(5 * 60 + 31));
        assertEquals(Optional.empty(), tokens.remembered(token));
    }

    @Test
    void aRefusedTokenIsNotRemembered() {
        String token = issuer.token(STRANGER, "anna");
        refusal(token);
        assertEquals(Optional.empty(), tokens.remembered(token));
    }

    @Test
    void aKeyThatTheIssuerTookBackTakesItsTokensWithIt() {
        String token = issuer.token(FIRST, "anna");
        tokens.believe(token).join();
        issuer.publish(SECOND);
        keys.askAgain().join();
        assertEquals(Optional.empty(), tokens.remembered(token));
        assertEquals(Reason.UNKNOWN_KEY, refusal(token));
    }

    // keys

    @Test
    void aNewKeyIsAskedForOnce() {
        issuer.publish(FIRST, SECOND);
        List<CompletableFuture<Bearer>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(tokens.believe(issuer.token(SECOND, "user" + i)));
        }
        for (int i = 0; i < 20; i++) {
            assertEquals("user" + i, all.get(i).join().subject());
        }
        assertEquals(1, issuer.keySetsServed.get());
    }

    @Test
    void keysThatNobodyHasAreAskedForOnceInAWhile() {
        for (int i = 0; i < 20; i++) {
            assertEquals(Reason.UNKNOWN_KEY, refusal(issuer.token(SECOND, "user" + i)));
        }
        assertEquals(1, issuer.keySetsServed.get());
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        assertEquals(Reason.UNKNOWN_KEY, refusal(issuer.token(SECOND, "anna")));
        assertEquals(2, issuer.keySetsServed.get());
    }

    @Test
    void whileTheIssuerIsAwayKnownKeysGoOn() {
        issuer.away = true;
        assertEquals(Reason.KEYS_UNAVAILABLE, refusal(issuer.token(SECOND, "anna")));
        assertEquals("anna", tokens.believe(issuer.token(FIRST, "anna")).join().subject());
    }

    @Test
    void aDiscoveryDocumentOfAnotherIssuerIsNotBelieved() {
        issuer.calledItself = "https://other.example";
        keys = keys(Optional.of(issuer.name()), Optional.empty());
        tokens = tokens(keys, List.of("RS256"));
        assertEquals(Reason.KEYS_UNAVAILABLE, refusal(issuer.token(FIRST, "anna")));
    }

    @Test
    void withoutIssuerAndKeyNobodyIsBelieved() {
        keys = keys(Optional.empty(), Optional.empty());
        tokens = tokens(keys, List.of("RS256"));
        assertEquals(Reason.KEYS_UNAVAILABLE, refusal(issuer.token(FIRST, "anna")));
    }

    @Test
    void anAddressOfAKeySetNeedsNoDiscovery() {
        keys = keys(Optional.of(issuer.name()), Optional.of(issuer.name() + "/keys"));
        tokens = tokens(keys, List.of("RS256"));
        assertEquals("anna", tokens.believe(issuer.token(FIRST, "anna")).join().subject());
    }

    @Test
    void aKeyInPemIsTheKeyOfEveryToken() {
        KeysHandler pem = KeysHandler.of("-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(FIRST.getPublicKey().getEncoded()) + "\n-----END PUBLIC KEY-----\n");
        assertTrue(pem.find("any", "RS256").isPresent());
        assertTrue(pem.find(null, "ES256").isEmpty());
    }
}
