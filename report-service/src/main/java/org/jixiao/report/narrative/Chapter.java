package org.jixiao.report.narrative;

/**
 * One chapter of the narrative report, text as written by the department.
 *
 * @param number 1 to 12, printed 一 to 十二
 * @param body   paragraphs separated by line feeds
 */
public record Chapter(int number, String title, String body) {

    private static final String[] NUMERALS = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"};

    public Chapter {
        body = body == null ? "" : body;
    }

    /** The number as the form prints it. */
    public String numeral() {
        return number >= 1 && number <= NUMERALS.length ? NUMERALS[number - 1] : String.valueOf(number);
    }
}
