package org.jixiao.chassis.paging;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

/** The place in a sorted list where a page starts: the sort key of the row before it, opaque to clients. */
public final class Cursor {

    public static final int LIMIT_DEFAULT = 20;
    public static final int LIMIT_MAX = 100;

    private static final String SEPARATOR = "\u001f";

    private Cursor() {
    }

    public static String encode(String... parts) {
        return Base64.getUrlEncoder().withoutPadding()
            .encodeToString(String.join(SEPARATOR, parts).getBytes(StandardCharsets.UTF_8));
    }

    /** The parts of a cursor, or null where none was given. A cursor of another list is refused. */
    public static List<String> decode(String cursor, int parts) {
        if (cursor == null) {
            return null;
        }
        List<String> decoded;
        try {
            decoded = List.of(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8)
                .split(SEPARATOR, -1));
        } catch (IllegalArgumentException notBase64) {
            throw new Violation(ChassisProblem.INVALID_CURSOR);
        }
        if (decoded.size() != parts) {
            throw new Violation(ChassisProblem.INVALID_CURSOR);
        }
        return decoded;
    }

    /** The page size to use: 20 unless asked for, never above 100; below 1 is refused. */
    public static int limit(Integer asked) {
        if (asked == null) {
            return LIMIT_DEFAULT;
        }
        if (asked < 1) {
            throw new Violation(ChassisProblem.INVALID_VALUE).at("?limit").with("value", asked).with("expected", "1–100");
        }
        return Math.min(asked, LIMIT_MAX);
    }
}
