package org.jixiao.chassis.paging;

/**
 * What text can be kept: PostgreSQL stores every character but NUL, and half a surrogate pair is none. A character
 * counts as one also where Java needs two for it, as PostgreSQL and JSON Schema count.
 */
public final class Text {

    private Text() {
    }

    public static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    /** Nothing but white space as JSON Schema's patterns (ECMAScript) know it, the no-break space too. */
    public static boolean isBlank(CharSequence text) {
        return text.codePoints().allMatch(c -> c >= '\t' && c <= '\r' || Character.isSpaceChar(c) || c == '\ufeff');
    }

    public static int length(CharSequence text) {
        return Character.codePointCount(text, 0, text.length());
    }

    public static boolean isLongerThan(String text, int max) {
        return text.length() > max && length(text) > max;
    }

    /** The first characters of a text, none of them half. */
    public static String start(String text, int max) {
        return isLongerThan(text, max) ? text.substring(0, text.offsetByCodePoints(0, max)) : text;
    }

    /** As much of a client's text as a refusal shows. */
    public static String shortened(String text, int max) {
        return isLongerThan(text, max) ? start(text, max) + "…" : text;
    }
}
