package org.jixiao.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** The key that signs the embedded run's tokens. Whoever reads it may do anything in this suite. */
final class Keys {

    private static final int BITS = 2048;
    private static final Base64.Encoder MIME = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final Path signingKey;
    private final Path publicKey;

    /** Opens the keys of a home; they are generated at its first start. */
    Keys(Home home) {
        signingKey = home.keys().resolve("signing-key.pem");
        publicKey = home.keys().resolve("public-key.pem");
        try {
            if (!Files.exists(signingKey) || !Files.exists(publicKey)) {
                generate();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Path publicKey() {
        return publicKey;
    }

    PrivateKey signingKey() {
        try {
            String text = Files.readString(signingKey).replaceAll("-----[A-Z ]+-----", "");
            byte[] bytes = Base64.getMimeDecoder().decode(text);
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new StartFailure(signingKey + " is no RSA key; delete it and a new one is made at the next start.");
        }
    }

    private void generate() throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(BITS);
        KeyPair pair = generator.generateKeyPair();
        // readable by all, since containers run as other users
        Files.writeString(publicKey, pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        PrivateFile.write(signingKey, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    }

    private static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n" + MIME.encodeToString(bytes) + "\n-----END " + kind + "-----\n";
    }
}
