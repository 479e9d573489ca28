package org.jixiao.gateway.access;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jixiao.gateway.access.TokenException.Reason;
import org.jixiao.gateway.limits.BucketsHandler;
import org.jixiao.gateway.limits.LimitsConfig;
import org.jixiao.gateway.limits.Quota;
import org.jixiao.gateway.limits.Standing;
import org.jixiao.gateway.problem.GatewayProblem;
import org.jixiao.gateway.server.ExchangeHandler;
import org.jixiao.gateway.server.GateHandler;

/**
 * Refuses bad tokens at the door. Who has none may pass, since some resources are public; what a token
 * allows is for the service to say, which verifies it again.
 */
@Singleton
public class TokenFilter implements GateHandler {

    /** Under which the {@link Bearer} is noted. */
    public static final String NOTE = "bearer";
    /** Under which the {@link TokenException.Reason} of a refusal is noted. */
    public static final String REASON = "reason";

    private static final Logger LOG = Logger.getLogger(TokenFilter.class);

    private final Vertx vertx;
    private final AccessConfig config;
    private final KeysClient keys;
    private final int lengthMax;
    private final TokenHandler tokens;
    private final Optional<BucketsHandler> failures;

    TokenFilter(Vertx vertx, AccessConfig config, LimitsConfig limits,
            @ConfigProperty(name = "mp.jwt.verify.issuer") Optional<String> issuer,
            @ConfigProperty(name = "mp.jwt.verify.audiences", defaultValue = "jixiao") List<String> audiences,
            @ConfigProperty(name = "mp.jwt.verify.publickey.location") Optional<String> location,
            @ConfigProperty(name = "mp.jwt.verify.publickey.algorithm", defaultValue = "RS256,PS256,ES256") List<String> algorithms,
            @ConfigProperty(name = "jixiao.token.types", defaultValue = "at+jwt,JWT") List<String> types,
            @ConfigProperty(name = "jixiao.token.length-max", defaultValue = "8192") int lengthMax,
            @ConfigProperty(name = "jixiao.token.subject-claim", defaultValue = "sub") String subjectClaim,
            @ConfigProperty(name = "jixiao.token.departments-claim", defaultValue = "departments") String departmentsClaim) {
        this.vertx = vertx;
        this.config = config;
        this.lengthMax = lengthMax;
        this.keys = new KeysClient(issuer, location, config.keys().timeout(), config.keys().pause(), System::nanoTime);
        this.tokens = new TokenHandler(new TokenHandler.Rules(issuer, Set.copyOf(audiences), algorithms,
                Set.copyOf(types), subjectClaim, departmentsClaim, config.clockSkew(), config.remember()), keys, Clock.systemUTC());
        this.failures = Quota.of(limits.failures()).map(quota -> new BucketsHandler("failures", quota, System::nanoTime));
    }

    /** Before the door opens, so that the first token need not wait; an issuer that is away does not keep it closed. */
    void start(@Observes @Priority(1) StartupEvent event) {
        if (!keys.isConfigured()) {
            LOG.warn("Neither mp.jwt.verify.issuer nor mp.jwt.verify.publickey.location is set: every token is refused");
        }
        keys.askAgain();
        vertx.setPeriodic(config.keys().refresh().toMillis(), tick -> keys.askAgain());
    }

    @Override
    public int order() {
        return 20;
    }

    @Override
    public void enter(ExchangeHandler exchange) {
        if (Authorization.isInQuery(exchange.request().query())) {
            exchange.refuse(GatewayProblem.TOKEN_IN_URL, Map.of());
            return;
        }
        Optional<String> token;
        try {
            token = Authorization.token(exchange.request().headers().getAll(HttpHeaders.AUTHORIZATION), lengthMax);
        } catch (TokenException refused) {
            refuse(exchange, refused.reason());
            return;
        }
        if (token.isEmpty()) {
            exchange.next();
            return;
        }
        Optional<Bearer> remembered = tokens.remembered(token.get());
        if (remembered.isPresent()) {
            pass(exchange, remembered.get());
        } else if (mayTry(exchange)) {
            believe(exchange, token.get());
        }
    }

    private void believe(ExchangeHandler exchange, String token) {
        CompletableFuture<Bearer> answer = tokens.believe(token);
        if (answer.isDone()) {
            answer.whenComplete((bearer, failure) -> decide(exchange, bearer, failure));
            return;
        }
        Context here = vertx.getOrCreateContext();
        answer.whenComplete((bearer, failure) -> here.runOnContext(back -> decide(exchange, bearer, failure)));
    }

    private void decide(ExchangeHandler exchange, Bearer bearer, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (failure == null) {
            pass(exchange, bearer);
        } else if (cause instanceof TokenException refused) {
            refuse(exchange, refused.reason());
        } else {
            LOG.error("A token could not be looked at", cause);
            refuse(exchange, Reason.FORM);
        }
    }

    private void pass(ExchangeHandler exchange, Bearer bearer) {
        exchange.note(NOTE, bearer);
        exchange.recognise(bearer.client() + "/" + bearer.subject());
        exchange.next();
    }

    /** Who has sent many tokens that were not believed may not try others for a while. */
    private boolean mayTry(ExchangeHandler exchange) {
        if (failures.isEmpty()) {
            return true;
        }
        Standing standing = failures.get().look(network(exchange));
        if (!standing.allowed()) {
            RateFilter.refuse(exchange, standing);
        }
        return standing.allowed();
    }

    private void refuse(ExchangeHandler exchange, Reason reason) {
        exchange.note(REASON, reason);
        if (reason == Reason.KEYS_UNAVAILABLE) {
            exchange.response().putHeader(HttpHeaders.RETRY_AFTER,
                    String.valueOf(Math.max(1, config.keys().pause().toSeconds())));
            exchange.refuse(GatewayProblem.KEYS_UNAVAILABLE, Map.of());
            return;
        }
        failures.ifPresent(buckets -> buckets.take(network(exchange)));
        exchange.response().putHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
        exchange.refuse(GatewayProblem.INVALID_TOKEN, Map.of());
    }

    private static String network(ExchangeHandler exchange) {
        return ClientAddress.network(exchange.clientAddress());
    }
}
