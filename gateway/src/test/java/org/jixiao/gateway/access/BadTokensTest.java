package org.jixiao.gateway.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jixiao.chassis.testing.BadTokens;
import org.jixiao.chassis.testing.Tokens;
import org.jixiao.chassis.testing.TokensResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the services refuse is refused at the door: one list of bad tokens for both. */
class BadTokensTest {

    private static final TokensResource SIGNER = new TokensResource();
    private static final TokenHandler TOKENS = trusting(SIGNER.start());

    private static TokenHandler trusting(Map<String, String> signer) {
        Optional<String> issuer = Optional.of(signer.get("mp.jwt.verify.issuer"));
        KeysClient keys = new KeysClient(issuer, Optional.of(signer.get("mp.jwt.verify.publickey.location")),
                Duration.ofSeconds(5), Duration.ofSeconds(10), System::nanoTime);
        keys.askAgain().join();
        return new TokenHandler(new TokenHandler.Rules(issuer, Set.of("jixiao"), List.of("RS256"), Set.of("at+jwt", "JWT"), "sub",
                "departments", Duration.ofSeconds(30), Duration.ofSeconds(60)), keys, Clock.systemUTC());
    }

    @AfterAll
    static void end() {
        SIGNER.stop();
    }

    static Stream<Arguments> bad() {
        return BadTokens.of("auditor", "A").entrySet().stream().map(one -> Arguments.of(one.getKey(), one.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void aTokenThatTheServicesRefuseIsRefusedAtTheDoor(String name, String token) {
        Throwable refused = assertThrows(Exception.class, () -> believe("Bearer " + token));

        assertEquals(TokenException.class, (refused instanceof CompletionException ? refused.getCause() : refused).getClass());
    }

    @Test
    void theGoodTokenThatTheyDifferFromIsBelieved() throws TokenException {
        assertEquals(List.of("A"), believe(Tokens.bearer("auditor", "A")).departments());
    }

    private static Bearer believe(String header) throws TokenException {
        return TOKENS.believe(Authorization.token(List.of(header), 8_192).orElseThrow()).join();
    }
}
