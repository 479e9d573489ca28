package org.jixiao.chassis.sheet;

/** What counts as blank in a cell: white space of every script, U+3000 and U+00A0 too, and marks without width. */
public final class Blank {

    private Blank() {
    }

    public static boolean is(char c) {
        if (c > ' ' && c < 0x7f || c >= 0x4e00 && c < 0xd800) {
            return false;
        }
        return c <= ' ' && (c == ' ' || c >= '\t' && c <= '\r')
            || c > 0x7e && (Character.isSpaceChar(c) || Character.isWhitespace(c))
            || c == '\u200b' || c == '\ufeff' || c == '\u0085';
    }

    public static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && is(text.charAt(from))) {
            from++;
        }
        while (from < to && is(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }
}
