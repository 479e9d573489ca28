package org.jixiao.chassis.access;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;

/**
 * Believes access tokens and nothing else that the issuer signs (RFC 8725 3.11, RFC 9068 4): signature, algorithm,
 * issuer, audience and time are the library's, what kind of token it is is asked here. What was believed is believed
 * again for a moment, never beyond its own end.
 */
@Alternative
@Priority(1)
@ApplicationScoped
public class TokenHandler extends JWTCallerPrincipalFactory {

    /** Keycloak says in a claim what its tokens are for. */
    private static final String ACCESS = "Bearer";
    /** Only an ID token speaks of the tokens that were issued beside it. */
    private static final Set<String> OF_ID_TOKENS = Set.of("at_hash", "c_hash");

    /** Far shorter than it takes to hear that an issuer has withdrawn a key. */
    private static final Duration REMEMBERED_FOR = Duration.ofSeconds(30);
    private static final int REMEMBERED_MAX = 1_000;

    private final Clock clock = Clock.systemUTC();
    private final ShortMemory<JWTCallerPrincipal> believed = new ShortMemory<>(REMEMBERED_MAX, clock);
    private final JWTCallerPrincipalFactory library = new DefaultJWTCallerPrincipalFactory();
    private final TokenConfig config;
    private final Set<String> types;

    TokenHandler(TokenConfig config) {
        this.config = config;
        this.types = config.types().stream().map(TokenHandler::plain).collect(Collectors.toSet());
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo context) throws ParseException {
        if (token.length() > config.lengthMax()) {
            throw new ParseException("a token of " + token.length() + " characters");
        }
        JWTCallerPrincipal known = believed.get(token);
        if (known != null) {
            return known;
        }
        JWTCallerPrincipal caller = verified(token, context);
        long expiresMillis = TimeUnit.SECONDS.toMillis(caller.getExpirationTime());
        believed.put(token, caller, Math.min(expiresMillis, clock.millis() + REMEMBERED_FOR.toMillis()));
        return caller;
    }

    private JWTCallerPrincipal verified(String token, JWTAuthContextInfo context) throws ParseException {
        JWTCallerPrincipal caller = library.parse(token, context);
        if (!(header(token).get("typ") instanceof String type) || !types.contains(plain(type))) {
            throw new ParseException("not an access token by its header");
        }
        Object purpose = caller.getClaim("typ");
        if (purpose != null && !ACCESS.equals(text(purpose)) || OF_ID_TOKENS.stream().anyMatch(caller::containsClaim)) {
            throw new ParseException("not an access token by its claims");
        }
        Object subject = caller.getClaim(config.subjectClaim());
        if (subject == null || text(subject).isBlank()) {
            throw new ParseException("a token of nobody: no " + config.subjectClaim());
        }
        return caller;
    }

    private static Map<String, Object> header(String token) throws ParseException {
        try {
            return JsonUtil.parseJson(new String(Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.'))),
                StandardCharsets.UTF_8));
        } catch (JoseException | IllegalArgumentException e) {
            throw new ParseException("a header that is no JSON", e);
        }
    }

    /** A media type may be written with or without its family. */
    private static String plain(String type) {
        return type.toLowerCase(Locale.ROOT).replaceFirst("^application/", "");
    }

    static String text(Object claim) {
        return claim instanceof JsonString string ? string.getString() : String.valueOf(claim);
    }
}
