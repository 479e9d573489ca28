package org.jixiao.gateway.access;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/** The public keys of an issuer at one time: a key set, or one key for every token. */
final class KeysHandler {

    static final KeysHandler NONE = new KeysHandler("", List.of(), null);

    private final String text;
    private final List<JsonWebKey> set;
    private final PublicKey only;

    private KeysHandler(String text, List<JsonWebKey> set, PublicKey only) {
        this.text = text;
        this.set = set;
        this.only = only;
    }

    /** @throws IllegalArgumentException if the text is neither a JSON key set nor a public key in PEM */
    static KeysHandler of(String text) {
        try {
            if (text.strip().startsWith("{")) {
                return new KeysHandler(text, new JsonWebKeySet(text).getJsonWebKeys(), null);
            }
            byte[] encoded = Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
            return new KeysHandler(text, List.of(), publicKey(new X509EncodedKeySpec(encoded)));
        } catch (JoseException | GeneralSecurityException unreadable) {
            throw new IllegalArgumentException("neither a JSON key set nor a public key", unreadable);
        }
    }

    private static PublicKey publicKey(X509EncodedKeySpec encoded) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance("RSA").generatePublic(encoded);
        } catch (GeneralSecurityException notRsa) {
            return KeyFactory.getInstance("EC").generatePublic(encoded);
        }
    }

    /** Whether the issuer said the same then. */
    boolean isSameAs(KeysHandler other) {
        return text.equals(other.text);
    }

    /**
     * The key for a token. Only public keys for signatures are ever taken, so nobody signs with a public
     * key as if it were a shared secret. Without a name there must be one that fits, not more.
     *
     * @param id the key's name in the token, or null
     */
    Optional<Key> find(String id, String algorithm) {
        String family = algorithm.startsWith("ES") ? "EC" : "RSA";
        if (only != null) {
            return Optional.<Key>of(only).filter(key -> key.getAlgorithm().equals(family));
        }
        List<JsonWebKey> fitting = set.stream()
                .filter(key -> key instanceof PublicJsonWebKey && key.getKeyType().equals(family))
                .filter(key -> key.getUse() == null || key.getUse().equals("sig"))
                .filter(key -> key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm))
                .filter(key -> id == null || id.equals(key.getKeyId()))
                .toList();
        return fitting.size() == 1 ? Optional.of(((PublicJsonWebKey) fitting.get(0)).getPublicKey()) : Optional.empty();
    }
}
