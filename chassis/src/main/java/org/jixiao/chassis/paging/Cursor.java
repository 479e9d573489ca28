package org.jixiao.chassis.paging;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

/**
 * The place in a list where a page starts: the sort keys of the row before it, opaque to clients, with a seal over
 * them and over the list, its order and its filters.
 *
 * <p>The seal finds mistakes, not enemies: whoever makes a cursor of his own only chooses where in his list to go on.
 * What he may see is decided by the request's filters and by row-level security, never by the cursor.
 */
public final class Cursor {

    public static final int LENGTH_MAX = 3000;

    private static final String SEPARATOR = "\u001f";
    private static final int SEAL_BYTES = 12;

    private Cursor() {
    }

    /** The cursor after the row that has these keys, in the list that the question describes. */
    public static String encode(String question, List<String> keys) {
        String joined = String.join(SEPARATOR, keys);
        byte[] text = joined.getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(
            ByteBuffer.allocate(SEAL_BYTES + text.length).put(seal(question, joined)).put(text).array());
    }

    /** The keys of a cursor; refused where it is of another list, order or filter. */
    public static List<String> decode(String question, String cursor, int keys) {
        if (cursor.length() > LENGTH_MAX) {
            throw invalid();
        }
        try {
            byte[] decoded = Base64.getUrlDecoder().decode(cursor);
            if (decoded.length < SEAL_BYTES) {
                throw invalid();
            }
            String joined = StandardCharsets.UTF_8.newDecoder()
                .decode(ByteBuffer.wrap(decoded, SEAL_BYTES, decoded.length - SEAL_BYTES)).toString();
            List<String> parts = List.of(joined.split(SEPARATOR, -1));
            if (parts.size() != keys || !MessageDigest.isEqual(Arrays.copyOf(decoded, SEAL_BYTES), seal(question, joined))) {
                throw invalid();
            }
            return parts;
        } catch (IllegalArgumentException | CharacterCodingException noCursor) {
            throw invalid();
        }
    }

    static Violation invalid() {
        return new Violation(ChassisProblem.INVALID_CURSOR).at("?" + Listing.CURSOR);
    }

    private static byte[] seal(String question, String keys) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(question.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(keys.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest.digest(), SEAL_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
