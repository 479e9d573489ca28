package org.jixiao.chassis.idempotency;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

/** The key of a repeatable request, sent bare or as a quoted string. */
public record IdempotencyKey(String value) {

    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]{1,255}");

    public static IdempotencyKey parse(String header) {
        String value = header.strip();
        if (value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")) {
            value = value.substring(1, value.length() - 1);
        }
        // a quote that is left over is half of a quoted string
        if (!PRINTABLE.matcher(value).matches() || value.indexOf('"') >= 0) {
            throw new Violation(ChassisProblem.IDEMPOTENCY_KEY_INVALID);
        }
        return new IdempotencyKey(value);
    }

    /** SHA-256 of a body, to tell the same request from another one under the same key. */
    public static String fingerprint(String body) {
        try {
            return HexFormat.of().formatHex(
                MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
