package org.jixiao.chassis.sheet;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A heading as it is compared: full width made half, without blanks, brackets, colons and asterisks, in small letters, and
 * without the unit at its end.
 *
 * @param unit the power of ten that turns the unit into yuan; {@link #NO_UNIT} where the heading states none
 */
record Heading(String name, int unit) {

    static final int NO_UNIT = -1;
    static final Heading NONE = new Heading("", NO_UNIT);

    private static final Map<String, Integer> UNITS = new HashMap<>(Map.of("元", 0, "百元", 2, "千元", 3, "万元", 4, "十万元", 5,
        "百万元", 6, "千万元", 7, "亿元", 8, "yuan", 0, "10000yuan", 4));
    private static final String UNIT = "((?:[百千万亿]|十万|百万|千万)?元|10000yuan|yuan)";
    private static final Pattern UNIT_AT_THE_END = Pattern.compile(
        "(.*?)[(\\[【〔:/,-]+(?:(?:金额)?单位:?)?(?:人民币|rmb|cny)?" + UNIT + "(?:人民币)?[)\\]】〕]*");
    /** After a bare 元 the cell or the bracket must end: 单位：元件 is none. */
    private static final Pattern UNIT_OF_THE_TABLE = Pattern.compile("(?:单位|\\bunit)[:(\\[【〔]+\\|?(?:人民币|rmb|cny)?"
        + "((?:[百千万亿]|十万|百万|千万)元|10000yuan|(?:元|yuan)(?=(?:人民币)?(?:[)\\]】〕|,;。]|$)))(?:人民币)?");
    private static final Pattern LARGER_UNIT = Pattern.compile("[百佰千仟万萬亿億]元|单位[:(\\[【〔]*[十百佰千仟万萬亿億]|10,?000(?:yuan|元)");
    private static final Pattern PUNCTUATION = Pattern.compile("[()\\[\\]{}【】〔〕《》〈〉:*]");

    static Heading read(String text) {
        if (text == null || text.length() > 200) {
            return NONE;
        }
        String compact = compact(text);
        Matcher unitOnly = UNIT_OF_THE_TABLE.matcher(compact);
        if (unitOnly.find() && unitOnly.replaceFirst("").chars().noneMatch(Character::isLetter)) {
            return new Heading("", unitOfTable(compact));
        }
        Matcher unit = UNIT_AT_THE_END.matcher(compact);
        if (unit.matches()) {
            return new Heading(PUNCTUATION.matcher(unit.group(1)).replaceAll(""), UNITS.get(unit.group(2)));
        }
        return new Heading(PUNCTUATION.matcher(compact).replaceAll(""), NO_UNIT);
    }

    /** The unit that the rows above the headings state, such as 单位：万元; their cells are separated by bars. */
    static int unitOfTable(String cells) {
        Matcher unit = UNIT_OF_THE_TABLE.matcher(compact(cells));
        int found = NO_UNIT;
        while (unit.find()) {
            found = UNITS.get(unit.group(1));
        }
        return found;
    }

    /** Whether a text speaks, in whatever words, of a unit that is not the yuan itself. */
    static boolean speaksOfLargerUnit(String text) {
        return LARGER_UNIT.matcher(compact(text)).find();
    }

    /** Nothing but a unit, such as （万元）. */
    boolean isUnit() {
        return name.isEmpty() && unit != NO_UNIT;
    }

    /** This one below another: the group's heading before its own. */
    Heading below(Heading group) {
        return new Heading(group.name + name, unit == NO_UNIT ? group.unit : unit);
    }

    /** Without any blank, full width made half, in small letters. */
    static String compact(String text) {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFKC);
        StringBuilder compact = new StringBuilder(normal.length());
        for (int i = 0; i < normal.length(); i++) {
            if (!Blank.is(normal.charAt(i))) {
                compact.append(normal.charAt(i));
            }
        }
        return compact.toString().toLowerCase(Locale.ROOT);
    }
}
