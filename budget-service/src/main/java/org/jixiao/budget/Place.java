package org.jixiao.budget;

import java.util.List;
import org.jixiao.chassis.paging.Cursor;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

/** Where a page starts in a list that is sorted by number. */
public final class Place {

    private Place() {
    }

    /** The number that the page before ended with; zero for the first page. */
    public static long after(String cursor) {
        List<String> parts = Cursor.decode(cursor, 1);
        try {
            return parts == null ? 0 : Long.parseLong(parts.get(0));
        } catch (NumberFormatException otherList) {
            throw new Violation(ChassisProblem.INVALID_CURSOR);
        }
    }

    public static String of(long number) {
        return Cursor.encode(String.valueOf(number));
    }

    /** A number sent as an id, or null where it cannot be one. */
    public static Long id(String text) {
        return text != null && text.matches("[1-9][0-9]{0,17}") ? Long.valueOf(text) : null;
    }
}
