package org.jixiao.chassis.sheet.source;

/**
 * The apostrophe before a text in CSV that a spreadsheet would calculate. It is put before every text that begins, after any
 * apostrophes, like a formula, and one is taken off again in reading: what is written comes back.
 */
public final class Guard {

    private static final String STARTS = "=+-@\t\r\n＝＋－＠";

    private Guard() {
    }

    public static String guarded(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) == '\'') {
            i++;
        }
        if (i == text.length() || STARTS.indexOf(text.charAt(i)) < 0 || i == 0 && isNumber(text)) {
            return text;
        }
        return "'" + text;
    }

    static boolean isGuarded(char[] from, int start, int stop) {
        int i = start;
        while (i < stop && from[i] == '\'') {
            i++;
        }
        return i > start && i < stop && STARTS.indexOf(from[i]) >= 0;
    }

    private static boolean isNumber(String text) {
        int digits = 0;
        int points = 0;
        for (int i = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                points++;
            } else if (c >= '0' && c <= '9') {
                digits++;
            } else {
                return false;
            }
        }
        return digits > 0 && points <= 1;
    }
}
