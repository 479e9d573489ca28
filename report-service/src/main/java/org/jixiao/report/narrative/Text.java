package org.jixiao.report.narrative;

import java.util.Arrays;
import java.util.Set;

/**
 * A text in the form in which figures can be found, with the way back to the words as written.
 *
 * <p>Blanks of every width are gone, full-width digits, letters and punctuation are narrow, thousands separators are
 * gone; line feeds stay. What is quoted is always the original.
 */
public final class Text {

    private static final Set<Character> FULL_WIDTH_DIGITS =
            Set.of('０', '１', '２', '３', '４', '５', '６', '７', '８', '９');

    /** A longer run of digits and commas is no number; looking at all of it for each comma would take hours. */
    private static final int NUMBER_MAX = 60;

    private final String original;
    private final String plain;
    private final int[] origin;

    private Text(String original, String plain, int[] origin) {
        this.original = original;
        this.plain = plain;
        this.origin = origin;
    }

    public static Text of(CharSequence original) {
        CharSequence source = original == null ? "" : original;
        StringBuilder plain = new StringBuilder(source.length());
        int[] origin = new int[source.length()];
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            if (blank(c) || separatesThousands(source, i)) {
                continue;
            }
            origin[plain.length()] = i;
            plain.append(narrow(c));
        }
        return new Text(source.toString(), plain.toString(), Arrays.copyOf(origin, plain.length()));
    }

    /** The normalised text; positions in it are what {@link #quote} takes. */
    public String plain() {
        return plain;
    }

    /** The words as written, from one position of the normalised text up to another; half a character is left out. */
    public String quote(int from, int to) {
        if (from >= to) {
            return "";
        }
        int start = origin[from];
        // no database keeps a text that begins with the second half of a character
        return original.substring(Character.isLowSurrogate(original.charAt(start)) ? start + 1 : start, origin[to - 1] + 1);
    }

    /** Two texts say the same when only blanks, width and a closing full stop differ. */
    public static boolean same(String one, String other) {
        return core(one).equals(core(other));
    }

    /** The normalised text without its closing punctuation. */
    public static String core(String text) {
        String plain = of(text).plain().strip();
        int end = plain.length();
        while (end > 0 && "。.;,!".indexOf(plain.charAt(end - 1)) >= 0) {
            end--;
        }
        return plain.substring(0, end);
    }

    private static boolean blank(char c) {
        return c != '\n' && (Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u200b' || c == '\ufeff');
    }

    /** A comma between digits with groups of exactly three behind it; a full-width comma only among full-width digits. */
    private static boolean separatesThousands(CharSequence source, int at) {
        char c = source.charAt(at);
        if (c != ',' && c != '，' || at == 0 || !digit(source.charAt(at - 1))) {
            return false;
        }
        if (c == '，' && !FULL_WIDTH_DIGITS.contains(source.charAt(at - 1))) {
            return false;
        }
        int start = at;
        while (start > 0 && at - start <= NUMBER_MAX && (digit(source.charAt(start - 1)) || source.charAt(start - 1) == c)) {
            start--;
        }
        int end = at;
        while (end < source.length() && end - at <= NUMBER_MAX && (digit(source.charAt(end)) || source.charAt(end) == c)) {
            end++;
        }
        if (end - start > NUMBER_MAX) {
            return false;
        }
        String[] groups = source.subSequence(start, end).toString().split(String.valueOf(c), -1);
        for (int i = 1; i < groups.length; i++) {
            if (groups[i].length() != 3) {
                return false;
            }
        }
        return groups[0].length() >= 1 && groups[0].length() <= 3;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9' || c >= '０' && c <= '９';
    }

    private static char narrow(char c) {
        if (c >= '\uff01' && c <= '\uff5e') {
            return (char) (c - 0xfee0);
        }
        return c;
    }
}
