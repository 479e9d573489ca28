package org.jixiao.report.narrative;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something counted in words: “今年已办理业务2000余件” counts 办理业务 in 件.
 *
 * @param phrase  what is counted, without words of time and aspect
 * @param unit    the measure word
 * @param value   the number
 * @param open    whether 余 or 多 says that it is somewhat more
 * @param quote   the clause as written, up to the measure word and what follows it
 * @param subject the sentence up to the clause, normalised: who counts
 */
public record Count(String phrase, String unit, BigDecimal value, boolean open, String quote, String subject) {

    private static final String UNITS = "人次|人|件次|件|个|项|次|家|条|户|份|台|套|场|名|起|宗|篇|期|所|处|座|辆|批|门|公里|亩|吨";
    private static final Pattern COUNTED = Pattern.compile(
            "(?<![\\d.])(\\d+(?:\\.\\d+)?)(万|千|百)?(余|多)?(" + UNITS + ")(?!月)");
    private static final Pattern FILLER = Pattern.compile("^(?:今年|全年|本年度?|当年度?|年内|目前|现有|截至年底|截至目前"
            + "|\\d{4}年度?|年度?|一共|共计|共|已经|已|累计|总计|合计|先后|约|近|达到|达|超过|超|了|全区|全市|全县|均|其中|:|“|”|\"|\\))+");
    private static final Pattern TAIL = Pattern.compile("(?:约|近|达到|达|超过|超|共计|共|了|为|有|的|累计|:)+$");
    /** Each count of an endless sentence would keep all of it. */
    private static final int SUBJECT_MAX = 200;
    private static final String STOPS = ",。;:!?\n、";

    /** Every counted phrase of a text, in order. */
    public static List<Count> in(String words) {
        Text text = Text.of(words);
        String plain = text.plain();
        List<Count> counts = new ArrayList<>();
        Matcher matcher = COUNTED.matcher(plain);
        int previousEnd = 0;
        while (matcher.find()) {
            int clause = startOfClause(plain, matcher.start(), previousEnd);
            int end = endOfClause(plain, matcher.end());
            String before = strip(plain.substring(clause, matcher.start()));
            String after = plain.substring(matcher.end(), end);
            counts.add(new Count(before + "…" + after, matcher.group(4), value(matcher), matcher.group(3) != null,
                    text.quote(clause, end), plain.substring(startOfSentence(plain, clause), clause)));
            previousEnd = matcher.end();
        }
        return counts;
    }

    /** Whether enough of a phrase is there to tell what is counted. */
    public boolean tellsWhat() {
        return phrase.codePoints().filter(Character::isIdeographic).count() >= 3;
    }

    public boolean sameThing(Count other) {
        return unit.equals(other.unit) && phrase.equals(other.phrase);
    }

    /** 2000余 covers 2000 up to, not including, 3000; 1160余 covers 1160 up to 1170; a plain number covers itself. */
    public boolean agreesWith(Count other) {
        return value.compareTo(other.value) == 0 || reaches(other.value) || other.reaches(value);
    }

    /** As printed: 2000余件. */
    public String printed() {
        return value.toPlainString() + (open ? "余" : "") + unit;
    }

    private boolean reaches(BigDecimal figure) {
        return open && figure.compareTo(value) >= 0 && figure.compareTo(upper()) < 0;
    }

    private BigDecimal upper() {
        int zeros = Math.max(0, -value.stripTrailingZeros().scale());
        return value.add(new BigDecimal(BigInteger.TEN.pow(zeros)));
    }

    private static BigDecimal value(Matcher matcher) {
        BigDecimal number = new BigDecimal(matcher.group(1));
        if (matcher.group(2) == null) {
            return number;
        }
        int power = switch (matcher.group(2)) {
            case "万" -> 4;
            case "千" -> 3;
            default -> 2;
        };
        return new BigDecimal(number.movePointRight(power).toPlainString());
    }

    private static String strip(String before) {
        String stripped = FILLER.matcher(before).replaceFirst("");
        return TAIL.matcher(stripped).replaceFirst("");
    }

    private static int startOfClause(String plain, int from, int notBefore) {
        int at = from;
        while (at > notBefore && STOPS.indexOf(plain.charAt(at - 1)) < 0) {
            at--;
        }
        return at;
    }

    private static int endOfClause(String plain, int from) {
        int at = from;
        while (at < plain.length() && STOPS.indexOf(plain.charAt(at)) < 0 && !Character.isDigit(plain.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int startOfSentence(String plain, int from) {
        int at = from;
        while (at > 0 && from - at < SUBJECT_MAX && plain.charAt(at - 1) != '。' && plain.charAt(at - 1) != '\n') {
            at--;
        }
        return at;
    }
}
