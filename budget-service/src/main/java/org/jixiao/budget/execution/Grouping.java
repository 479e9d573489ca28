package org.jixiao.budget.execution;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jixiao.budget.appropriation.ExpenditureKind;
import org.jixiao.budget.appropriation.Selection;

/** By what figures are split. The classes by their levels: 类 has three digits, 款 five, 项 seven. */
public enum Grouping {
    /** All in one. */
    NONE(null, null, 0),
    AGENCY(Selection.AGENCY, null, 0),
    /** Basic expenditure, which has no project, is one group without a code. */
    PROJECT(Selection.PROJECT, null, 0),
    FUND_NATURE(Selection.FUND_NATURE, null, 0),
    EXPENDITURE_KIND(Selection.EXPENDITURE_KIND, null, 0),
    FUNCTIONAL_CLASS_3(Selection.FUNCTIONAL_CLASS, Selection.WITHIN_FUNCTIONAL_CLASS, 3),
    FUNCTIONAL_CLASS_5(Selection.FUNCTIONAL_CLASS, Selection.WITHIN_FUNCTIONAL_CLASS, 5),
    FUNCTIONAL_CLASS_7(Selection.FUNCTIONAL_CLASS, Selection.WITHIN_FUNCTIONAL_CLASS, 7),
    ECONOMIC_CLASS_3(Selection.ECONOMIC_CLASS, Selection.WITHIN_ECONOMIC_CLASS, 3),
    ECONOMIC_CLASS_5(Selection.ECONOMIC_CLASS, Selection.WITHIN_ECONOMIC_CLASS, 5);

    private final String exact;
    private final String within;
    private final int digits;

    Grouping(String exact, String within, int digits) {
        this.exact = exact;
        this.within = within;
        this.digits = digits;
    }

    /** How many digits of a class tell the groups apart; 0 where it is no class. */
    public int digits() {
        return digits;
    }

    /**
     * The question whose answer is one group of another question's answer.
     *
     * @param asked the filters of the whole
     * @param code  of the group; null for the group of what has no such code
     */
    public Map<String, String> narrowed(Map<String, String> asked, String code) {
        Map<String, String> narrowed = new LinkedHashMap<>(asked);
        if (this == NONE) {
            return narrowed;
        }
        if (code == null) {
            narrowed.put(Selection.EXPENDITURE_KIND, basic(asked.get(Selection.EXPENDITURE_KIND)));
        } else if (code.length() < digits || within == null) {
            narrowed.put(exact, code);
        } else {
            narrowed.put(within, both(asked.get(within), code));
        }
        return narrowed;
    }

    private static String basic(String asked) {
        return String.join(",", Stream.of(ExpenditureKind.values()).filter(ExpenditureKind::isBasic).map(Enum::name)
            .filter(kind -> asked == null || Set.of(asked.split(",")).contains(kind)).toList());
    }

    /** What lies within one of those asked for and within the group's as well. */
    private static String both(String asked, String code) {
        Set<String> narrower = new LinkedHashSet<>();
        for (String one : asked == null ? new String[] {code} : asked.split(",")) {
            if (code.startsWith(one)) {
                return code;
            }
            if (one.startsWith(code)) {
                narrower.add(one);
            }
        }
        return String.join(",", narrower);
    }
}
