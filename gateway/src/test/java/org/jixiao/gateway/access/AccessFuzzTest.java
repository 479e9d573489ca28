package org.jixiao.gateway.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;

/** Whatever a caller says of itself: it is refused in the one way that is foreseen, or it is what it should be. */
class AccessFuzzTest {

    private static final PublicJsonWebKey KEY = Issuer.ec("curve");
    private static final TokenHandler TOKENS = tokens();
    private static final List<AddressRange> PROXIES = List.of(AddressRange.of("10.0.0.0/8"), AddressRange.of("fd00::/8"));
    private static final Pattern FOUR = Pattern.compile("(0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])"
            + "(\\.(0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])){3}");

    private static final String[] HEADS = {"{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"curve\"}", "{\"alg\":\"none\"}", "{}",
        "{\"alg\":\"ES256\",\"typ\":[],\"kid\":\"curve\"}", "{\"alg\":7}", "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":{}}", "[]", "null"};
    private static final String[] CLAIMS = {"{\"iss\":\"https://i\",\"aud\":\"jixiao\",\"sub\":\"a\",\"exp\":", "99999999999", "9e99",
        "9223372036854775807", "99999999999999", "-1", ",\"departments\":", "[\"A\"]", "[1,null,{}]", "}", "{", ",\"azp\":", "\"x\"", "7",
        "null", ",\"nbf\":", ",\"iat\":", ",\"typ\":", ",\"sub\":", "[]", "\"ID\""};
    private static final String[] ADDRESSES = {"10.1.1.1", "1.2.3.4", "999.1.1.1", "1..2.3", "01.2.3.4", "fd00::1", "2001:db8::1",
        "::ffff:1.2.3.4", ":", ".", ",", " ", "::", "%eth0", "/8", "/129", "[", "a"};

    private static TokenHandler tokens() {
        try {
            Path file = Files.createTempFile("keys", ".json");
            Files.writeString(file, new JsonWebKeySet(KEY).toJson());
            KeysClient keys = new KeysClient(Optional.empty(), Optional.of(file.toString()), Duration.ofSeconds(5),
                    Duration.ofDays(1), System::nanoTime);
            keys.askAgain().join();
            keys.askAgain().join();
            Files.delete(file);
            return new TokenHandler(new TokenHandler.Rules(Optional.of("https://i"), Set.of("jixiao"), List.of("ES256"),
                    Set.of("JWT"), "sub", "departments", Duration.ofSeconds(30), Duration.ofSeconds(60)), keys, Clock.systemUTC());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @FuzzTest(maxDuration = "60s")
    void aFieldHasTheFormOfATokenOrIsRefused(FuzzedDataProvider data) {
        List<String> fields = new ArrayList<>();
        for (int count = data.consumeInt(0, 2); count > 0; count--) {
            fields.add((data.consumeBoolean() ? "Bearer " : "") + data.consumeString(60));
        }
        try {
            Optional<String> token = Authorization.token(fields, 40);
            assertEquals(fields.isEmpty(), token.isEmpty());
            assertTrue(token.isEmpty() || token.get().matches("[\\w-]*\\.[\\w-]*\\.[\\w-]*") && token.get().length() <= 40);
        } catch (TokenException refused) {
            assertNotNull(refused.reason());
        }
    }

    @FuzzTest(maxDuration = "60s")
    void aTokenInAQueryIsSeenHoweverItIsSpelt(FuzzedDataProvider data) {
        StringBuilder query = new StringBuilder();
        while (data.remainingBytes() > 0 && query.length() < 500) {
            query.append(data.consumeBoolean() ? data.pickValue(new String[] {"access_token", "%61ccess%5Ftoken", "=", "&", "%", "a"})
                    : data.consumeAsciiString(3));
        }
        boolean seen = Authorization.isInQuery(query.toString());
        for (String pair : query.toString().split("&")) {
            try {
                assertTrue(seen || !URLDecoder.decode(pair.split("=", 2)[0], StandardCharsets.UTF_8).equals("access_token"), pair);
            } catch (IllegalArgumentException broken) {
                // no name in the eyes of others either
            }
        }
    }

    @FuzzTest(maxDuration = "60s")
    void aTokenIsBelievedOrRefusedAndNothingElse(FuzzedDataProvider data) {
        String text = data.consumeString(120);
        assertRefusedOrGood(text);
        assertRefusedOrGood(base64(data.pickValue(HEADS)) + "." + base64(text) + "." + base64(data.consumeString(64)));
        assertRefusedOrGood(base64(text) + ".e30.AA");
    }

    @FuzzTest(maxDuration = "60s")
    void whatAnIssuerSignedIsBelievedOrRefusedAndNothingElse(FuzzedDataProvider data) {
        StringBuilder claims = new StringBuilder(data.consumeBoolean() ? CLAIMS[0] : "");
        while (data.remainingBytes() > 0 && claims.length() < 300) {
            claims.append(data.consumeBoolean() ? data.pickValue(CLAIMS) : data.consumeString(6));
        }
        JsonWebSignature token = new JsonWebSignature();
        token.setPayload(claims.toString());
        token.setHeader("typ", "JWT");
        assertRefusedOrGood(Issuer.signed(token, KEY));
    }

    @FuzzTest(maxDuration = "60s")
    void anAddressIsWrittenInFullOrIsNone(FuzzedDataProvider data) {
        String connection = data.pickValue(ADDRESSES);
        List<String> forwarded = List.of(addresses(data), addresses(data));

        String address = ClientAddress.of(connection, forwarded, PROXIES);

        assertTrue(address.equals(connection) || AddressRange.bytes(address) != null, address);
        assertNotNull(ClientAddress.network(address));
        for (String each : forwarded) {
            byte[] bytes = AddressRange.bytes(each);
            if (each.indexOf(':') < 0) {
                assertEquals(FOUR.matcher(each).matches(), bytes != null, each);
            }
        }
        try {
            AddressRange range = AddressRange.of(forwarded.get(0));
            assertTrue(range.contains(forwarded.get(0).split("/")[0]));
        } catch (IllegalArgumentException noRange) {
            assertNotNull(noRange.getMessage());
        }
    }

    private static String addresses(FuzzedDataProvider data) {
        StringBuilder text = new StringBuilder();
        for (int parts = data.consumeInt(0, 5); parts > 0; parts--) {
            text.append(data.consumeBoolean() ? data.pickValue(ADDRESSES) : data.consumeString(6));
        }
        return text.toString();
    }

    private static void assertRefusedOrGood(String token) {
        try {
            Bearer bearer = TOKENS.believe(token).join();
            assertTrue(!bearer.subject().isBlank() && bearer.client() != null && bearer.validUntil() != null);
        } catch (CompletionException refused) {
            assertInstanceOf(TokenException.class, refused.getCause());
            assertNull(TOKENS.remembered(token).orElse(null));
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
