package org.jixiao.report.crosscheck;

import java.math.BigDecimal;
import java.util.List;

/**
 * Thresholds and bounds of the checks, as data.
 *
 * @param amountStep        the last printed place of an amount in 万元; each printed amount may be half of it away
 * @param percentStep       the last printed place of a share or growth rate
 * @param adjustmentPercent change of a budget during the year, in percent of the initial budget, that needs a reason
 * @param uniformForms      how many forms with the same total and the same deductions are a pattern
 * @param personnelPerHead  personnel expenditure per person and year, in 万元, above which the accounts must cover more
 *                          persons than they say
 * @param goalSimilarity    share of common characters, in percent, from which two goals are the same goal worded
 *                          differently
 * @param sharedSubject     characters that two sentences must share for their counts to be about the same subject
 * @param grades            the grade words with the scores they cover, best first
 */
public record Tolerances(BigDecimal amountStep, BigDecimal percentStep, BigDecimal adjustmentPercent, int uniformForms,
                         BigDecimal personnelPerHead, int goalSimilarity, int sharedSubject, List<Grade> grades) {

    /** The national defaults: grades of the self-evaluation rules, amounts in 万元 with two decimals. */
    public static final Tolerances DEFAULTS = new Tolerances(new BigDecimal("0.01"), new BigDecimal("0.01"),
            new BigDecimal("20"), 3, new BigDecimal("20"), 60, 4,
            List.of(new Grade("优", new BigDecimal("90"), new BigDecimal("100")),
                    new Grade("良", new BigDecimal("80"), new BigDecimal("90")),
                    new Grade("中", new BigDecimal("60"), new BigDecimal("80")),
                    new Grade("差", BigDecimal.ZERO, new BigDecimal("60"))));

    private static final BigDecimal HALF = new BigDecimal("0.5");

    public Tolerances {
        grades = List.copyOf(grades);
    }

    /** A grade covers its lower bound; only the best one covers its upper bound, too. */
    public record Grade(String word, BigDecimal lower, BigDecimal upper) {
    }

    /** What rounding can explain between a stated total and the sum of so many printed addends. */
    public BigDecimal ofSum(int addends) {
        return half(amountStep).multiply(BigDecimal.valueOf(addends + 1L)).stripTrailingZeros();
    }

    BigDecimal halfAmount() {
        return half(amountStep);
    }

    BigDecimal halfPercent() {
        return half(percentStep);
    }

    private static BigDecimal half(BigDecimal step) {
        return step.multiply(HALF).stripTrailingZeros();
    }
}
