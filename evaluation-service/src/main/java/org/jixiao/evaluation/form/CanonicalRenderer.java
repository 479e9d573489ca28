package org.jixiao.evaluation.form;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * JSON of which there is only one way to write it: keys in the order of their UTF-16 code units, no white space,
 * absent fields left out, UTF-8. Anybody can compute the hash again from the published data.
 */
@Singleton
public class CanonicalRenderer {

    private final ObjectMapper json;
    private final ObjectMapper sorted;

    CanonicalRenderer(ObjectMapper json) {
        this.json = json;
        this.sorted = json.copy().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .disable(SerializationFeature.INDENT_OUTPUT);
    }

    public String render(Object value) {
        try {
            return sorted.writeValueAsString(sorted.treeToValue(json.valueToTree(value), Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a value that cannot be written as JSON", e);
        }
    }

    /** SHA-256 over the UTF-8 bytes of the canonical form, as {@code sha256:} and 64 lower-case hexadecimal digits. */
    public String hash(Object value) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(render(value).getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
