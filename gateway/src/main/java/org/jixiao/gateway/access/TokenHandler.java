package org.jixiao.gateway.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jixiao.gateway.access.TokenException.Reason;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/** Whether a bearer token is believed (RFC 8725, RFC 9068). A token that was believed a moment ago is not calculated again. */
class TokenHandler {

    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(TokenHandler::sha256);

    /**
     * What a token must be.
     *
     * @param subjectClaim     names the person for good
     * @param departmentsClaim has the department codes; a slash leads into a nested object
     */
    record Rules(Optional<String> issuer, Set<String> audiences, List<String> algorithms, Set<String> types,
            String subjectClaim, String departmentsClaim, Duration clockSkew, Duration remember) {

        private static final Set<String> ASYMMETRIC =
                Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

        Rules {
            if (algorithms.isEmpty() || !ASYMMETRIC.containsAll(algorithms)) {
                throw new IllegalArgumentException("mp.jwt.verify.publickey.algorithm: " + algorithms
                        + " is not a list of " + ASYMMETRIC.stream().sorted().toList());
            }
            types = types.stream().map(Rules::plain).collect(Collectors.toUnmodifiableSet());
        }

        /** Media types are written in any case, and those of application without it (RFC 7515, 4.1.9). */
        static String plain(String type) {
            String lower = type.toLowerCase(Locale.ROOT);
            return lower.startsWith("application/") ? lower.substring("application/".length()) : lower;
        }
    }

    /** A key that the issuer took back takes the tokens with it that were believed with it. */
    private record Believed(Bearer bearer, KeysHandler with) {
    }

    private static final int REMEMBERED_MAX = 20_000;
    /** Headers by which a token would bring its own key, or rules that we do not know. */
    private static final List<String> REFUSED_HEADERS = List.of("jku", "jwk", "x5u", "x5c", "crit", "b64", "zip");
    /** Only the answer to a log-in has these (OpenID Connect Core, 2 and 3.3.2.11). */
    private static final List<String> LOG_IN_CLAIMS = List.of("nonce", "at_hash", "c_hash", "s_hash");
    private static final Set<String> LOG_IN_TYPES = Set.of("id", "refresh", "offline", "logout", "logout+jwt");

    private final Rules rules;
    private final KeysClient keys;
    private final Clock clock;
    private final JwtConsumer consumer;
    private final Cache<String, Believed> believed;

    TokenHandler(Rules rules, KeysClient keys, Clock clock) {
        this.rules = rules;
        this.keys = keys;
        this.clock = clock;
        this.believed = Caffeine.newBuilder().maximumSize(REMEMBERED_MAX).expireAfterWrite(rules.remember()).build();
        JwtConsumerBuilder builder = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, rules.algorithms().toArray(String[]::new))
                .setVerificationKeyResolver((jws, nesting) -> keys.known()
                        .find(jws.getKeyIdHeaderValue(), jws.getAlgorithmHeaderValue())
                        .orElseThrow(() -> new UnresolvableKeyException("unknown key")))
                .setRequireExpirationTime()
                .setAllowedClockSkewInSeconds((int) rules.clockSkew().toSeconds())
                .setExpectedAudience(rules.audiences().toArray(String[]::new));
        rules.issuer().ifPresent(issuer -> builder.setExpectedIssuer(true, issuer));
        this.consumer = builder.build();
    }

    /** Who sends the token, if it was believed a moment ago. */
    Optional<Bearer> remembered(String token) {
        Believed before = believed.getIfPresent(digest(token));
        return before != null && before.with() == keys.known() && clock.instant().isBefore(before.bearer().validUntil())
                ? Optional.of(before.bearer()) : Optional.empty();
    }

    /** Who sends the token; fails with a {@link TokenException}. Is done at once unless the issuer must be asked. */
    CompletableFuture<Bearer> believe(String token) {
        try {
            JsonWebSignature head = head(token);
            if (keys.known().find(head.getKeyIdHeaderValue(), head.getAlgorithmHeaderValue()).isPresent()) {
                return CompletableFuture.completedFuture(verified(token));
            }
            return keys.askAgain().thenCompose(asked -> {
                try {
                    if (asked.find(head.getKeyIdHeaderValue(), head.getAlgorithmHeaderValue()).isEmpty()) {
                        throw new TokenException(keys.isAnswering() ? Reason.UNKNOWN_KEY : Reason.KEYS_UNAVAILABLE);
                    }
                    return CompletableFuture.completedFuture(verified(token));
                } catch (TokenException refused) {
                    return CompletableFuture.failedFuture(refused);
                }
            });
        } catch (TokenException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** What can be refused before any key is looked for. */
    private JsonWebSignature head(String token) throws TokenException {
        try {
            if (!(JsonWebStructure.fromCompactSerialization(token) instanceof JsonWebSignature head)) {
                throw new TokenException(Reason.FORM);
            }
            if (!rules.algorithms().contains(String.valueOf(head.getAlgorithmHeaderValue()))) {
                throw new TokenException(Reason.ALGORITHM);
            }
            String type = head.getHeader("typ");
            if (type == null || !rules.types().contains(Rules.plain(type))) {
                throw new TokenException(Reason.TYPE);
            }
            for (String name : REFUSED_HEADERS) {
                if (head.getHeaders().getObjectHeaderValue(name) != null) {
                    throw new TokenException(Reason.HEADER);
                }
            }
            return head;
        } catch (JoseException | ClassCastException notAToken) {
            throw new TokenException(Reason.FORM);
        }
    }

    private Bearer verified(String token) throws TokenException {
        try {
            KeysHandler with = keys.known();
            JwtClaims claims = consumer.processToClaims(token);
            refuseLogIns(claims);
            Bearer bearer = bearer(claims);
            believed.put(digest(token), new Believed(bearer, with));
            return bearer;
        } catch (InvalidJwtException invalid) {
            throw new TokenException(reason(invalid));
        } catch (MalformedClaimException | ClassCastException | IllegalArgumentException | DateTimeException malformed) {
            throw new TokenException(Reason.CLAIMS);
        }
    }

    private static void refuseLogIns(JwtClaims claims) throws TokenException {
        Object type = claims.getClaimValue("typ");
        if (type != null && LOG_IN_TYPES.contains(type.toString().toLowerCase(Locale.ROOT))
                || LOG_IN_CLAIMS.stream().anyMatch(claims::hasClaim)) {
            throw new TokenException(Reason.ID_TOKEN);
        }
    }

    private Bearer bearer(JwtClaims claims) throws MalformedClaimException {
        String subject = claims.getStringClaimValue(rules.subjectClaim());
        if (subject == null || subject.isBlank()) {
            throw new MalformedClaimException("a token of nobody");
        }
        String client = claims.hasClaim("azp") ? claims.getStringClaimValue("azp")
                : claims.hasClaim("client_id") ? claims.getStringClaimValue("client_id") : subject;
        return new Bearer(subject, client, departments(claims),
                Instant.ofEpochSecond(claims.getExpirationTime().getValue()).plus(rules.clockSkew()));
    }

    private List<String> departments(JwtClaims claims) throws MalformedClaimException {
        Object claim = claims.getClaimsMap();
        for (String step : rules.departmentsClaim().split("/")) {
            claim = claim instanceof Map<?, ?> object ? object.get(step) : null;
        }
        if (claim != null && !(claim instanceof Collection<?>)) {
            throw new MalformedClaimException("departments that are no list");
        }
        return claim instanceof Collection<?> codes ? codes.stream().map(String::valueOf).toList() : List.of();
    }

    private static Reason reason(InvalidJwtException invalid) {
        if (invalid.hasErrorCode(ErrorCodes.EXPIRED)) {
            return Reason.EXPIRED;
        }
        if (invalid.hasErrorCode(ErrorCodes.AUDIENCE_INVALID) || invalid.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)) {
            return Reason.AUDIENCE;
        }
        if (invalid.hasErrorCode(ErrorCodes.ISSUER_INVALID) || invalid.hasErrorCode(ErrorCodes.ISSUER_MISSING)) {
            return Reason.ISSUER;
        }
        if (invalid.hasErrorCode(ErrorCodes.NOT_YET_VALID)) {
            return Reason.NOT_YET_VALID;
        }
        return invalid.hasErrorCode(ErrorCodes.SIGNATURE_INVALID) ? Reason.SIGNATURE : Reason.CLAIMS;
    }

    /** Tokens themselves are not kept in memory. */
    private static String digest(String token) {
        return new String(SHA_256.get().digest(token.getBytes(StandardCharsets.ISO_8859_1)), StandardCharsets.ISO_8859_1);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
