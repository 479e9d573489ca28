package org.jixiao.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenTest {

    private static final Instant NOW = Instant.parse("2022-03-01T08:00:00Z");

    @TempDir
    Path folder;
    private Home home;
    private Keys keys;

    @BeforeEach
    void makeKeys() {
        home = new Home(folder, folder.resolve("home")).prepared();
        keys = new Keys(home);
    }

    @Test
    void saysWhoMayDoWhatForWhichDepartments() throws Exception {
        JsonNode claims = claims(Token.of(null, "evaluator", List.of("YF-XZSP", "YF-ZWZX")));

        assertEquals("https://jixiao.example/local", claims.get("iss").asText());
        assertEquals("[\"jixiao\"]", claims.get("aud").toString());
        assertEquals("local-evaluator", claims.get("sub").asText());
        assertEquals(claims.get("sub"), claims.get("upn"));
        assertEquals("[\"evaluator\"]", claims.get("groups").toString());
        assertEquals("[\"YF-XZSP\",\"YF-ZWZX\"]", claims.get("departments").toString());
    }

    @Test
    void isGoodForTwelveHours() throws Exception {
        JsonNode claims = claims(Token.of(null, "auditor", List.of()));

        assertEquals(NOW.getEpochSecond(), claims.get("iat").asLong());
        assertEquals(NOW.plusSeconds(12 * 3600).getEpochSecond(), claims.get("exp").asLong());
    }

    @Test
    void isSignedWithTheKeyThatTheServicesAreGiven() throws Exception {
        String token = Token.of(null, "auditor", List.of()).signed(keys.signingKey(), NOW);

        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(publicKey());
        signature.update(token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII));
        assertTrue(signature.verify(Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1))));
    }

    @Test
    void theKeyHas2048BitsAndOnlyItsOwnerMayReadIt() throws Exception {
        Path file = home.keys().resolve("signing-key.pem");

        assertEquals(2048, ((RSAPublicKey) publicKey()).getModulus().bitLength());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void theKeyIsKeptFromOneRunToTheNext() {
        assertEquals(keys.signingKey(), new Keys(home).signingKey());
    }

    @Test
    void twoPeopleInOneRoleCanBeToldApart() throws Exception {
        assertNotEquals(claims(Token.of("li", "evaluator", List.of("YF-XZSP"))).get("sub"),
                claims(Token.of("wang", "evaluator", List.of("YF-XZSP"))).get("sub"));
    }

    @Test
    void anAuditorSeesEveryDepartmentWhenNoneIsNamed() {
        assertEquals(List.of("*"), Token.of(null, "auditor", List.of()).departments());
    }

    @Test
    void anEvaluatorMustNameTheDepartments() {
        StartFailure refusal = assertThrows(StartFailure.class, () -> Token.of(null, "evaluator", List.of()));

        assertTrue(refusal.getMessage().contains("Which departments?"), refusal.getMessage());
    }

    @Test
    void anUnknownRoleIsAnsweredWithTheKnownOnes() {
        StartFailure refusal = assertThrows(StartFailure.class, () -> Token.of(null, "king", List.of("*")));

        assertTrue(refusal.getMessage().contains("budget-officer"), refusal.getMessage());
    }

    @Test
    void fileNamesThatAShellPutsInPlaceOfAStarAreRefused() {
        assertThrows(StartFailure.class, () -> Token.of(null, "auditor", List.of("README.md", "pom.xml")));
    }

    private JsonNode claims(Token token) throws Exception {
        String payload = token.signed(keys.signingKey(), NOW).split("\\.")[1];
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(payload));
    }

    private PublicKey publicKey() throws Exception {
        String pem = Files.readString(keys.publicKey()).replaceAll("-----[A-Z ]+-----", "");
        return KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
    }
}
