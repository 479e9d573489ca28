package org.jixiao.chassis.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Base64;
import java.util.Map;

/** A signing key for a test run; its public half is what the service trusts. */
public class TokensResource implements QuarkusTestResourceLifecycleManager {

    static final String PRIVATE_KEY = "jixiao.test.private-key";
    static final String ISSUER = "https://jixiao.example/test";

    private Path publicKey;

    @Override
    public Map<String, String> start() {
        try {
            KeyPair pair = Jws.newKeys();
            publicKey = Files.createTempFile("jixiao-test", ".pem");
            Files.writeString(publicKey, Jws.pem(pair.getPublic()));
            System.setProperty(PRIVATE_KEY, Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
            return Map.of(
                "mp.jwt.verify.publickey.location", publicKey.toUri().toString(),
                "mp.jwt.verify.issuer", ISSUER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        try {
            Files.deleteIfExists(publicKey);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
