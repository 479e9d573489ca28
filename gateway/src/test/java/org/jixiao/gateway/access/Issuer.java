package org.jixiao.gateway.access;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** A provider of tokens: discovery document and key set on a port of its own, keys that come and go. */
public final class Issuer implements AutoCloseable {

    final AtomicInteger keySetsServed = new AtomicInteger();
    public volatile boolean away;
    volatile String calledItself;
    private volatile List<PublicJsonWebKey> published = List.of();
    private final HttpServer server;

    public Issuer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/.well-known/openid-configuration", exchange ->
                answer(exchange, "{\"issuer\":\"" + calledItself + "\",\"jwks_uri\":\"" + name() + "/keys\"}"));
        server.createContext("/keys", exchange -> {
            keySetsServed.incrementAndGet();
            answer(exchange, new JsonWebKeySet(published.toArray(JsonWebKey[]::new)).toJson());
        });
        server.start();
        calledItself = name();
    }

    public String name() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public void publish(PublicJsonWebKey... keys) {
        published = List.of(keys);
    }

    public static PublicJsonWebKey rsa(String id) {
        try {
            PublicJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(id);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    public static PublicJsonWebKey ec(String id) {
        try {
            PublicJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(id);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What an access token of this issuer says, good for some minutes. */
    public JwtClaims claims(String subject, String... departments) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(name());
        claims.setAudience("jixiao");
        claims.setSubject(subject);
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(5);
        claims.setStringListClaim("departments", departments);
        return claims;
    }

    public static JsonWebSignature unsigned(JwtClaims claims) {
        JsonWebSignature token = new JsonWebSignature();
        token.setPayload(claims.toJson());
        token.setHeader("typ", "JWT");
        return token;
    }

    public static String signed(JsonWebSignature token, PublicJsonWebKey key) {
        try {
            if (token.getAlgorithmHeaderValue() == null) {
                token.setAlgorithmHeaderValue(key.getKeyType().equals("EC") ? "ES256" : "RS256");
            }
            token.setKeyIdHeaderValue(key.getKeyId());
            token.setKey(key.getPrivateKey());
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    public String token(PublicJsonWebKey key, String subject, String... departments) {
        return signed(unsigned(claims(subject, departments)), key);
    }

    private void answer(HttpExchange exchange, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(away ? 503 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
