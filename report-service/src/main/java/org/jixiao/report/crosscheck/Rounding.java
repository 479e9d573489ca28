package org.jixiao.report.crosscheck;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Collectors;

/** Arithmetic on printed figures: sums, shares and what rounding can explain. Half-up unless it says otherwise. */
final class Rounding {

    static final BigDecimal HUNDRED = new BigDecimal("100");
    private static final int WORKING_SCALE = 12;

    private Rounding() {
    }

    /**
     * A stated figure against a computed one. Keeps X2: nothing when they are equal, INFO when the bound explains the
     * difference, the rule's own severity beyond it.
     */
    static List<Finding> compare(Rule rule, String place, String pointer, String stated, String computed,
                                 BigDecimal difference, String shownDifference, String computation, BigDecimal bound,
                                 String boundShown) {
        if (difference.signum() == 0) {
            return List.of();
        }
        boolean explained = difference.abs().compareTo(bound) <= 0;
        return List.of(rule.finding(explained ? Severity.INFO : rule.severity(), place, pointer, stated, computed,
                shownDifference, computation, boundShown));
    }

    /** The same amount printed in two places: each may be half a step away. */
    static List<Finding> samePrinted(Rule rule, String place, String pointer, BigDecimal one, BigDecimal other,
                                     Tolerances tolerances) {
        BigDecimal difference = other.subtract(one);
        BigDecimal larger = one.max(other);
        BigDecimal smaller = one.min(other);
        return compare(rule, place, pointer, plain(one) + " vs " + plain(other), "相等",
                difference, plain(difference.abs()),
                plain(larger) + " - " + plain(smaller) + " = " + plain(difference.abs()),
                tolerances.ofSum(1), "两处各舍入到 " + plain(tolerances.amountStep()) + "：|差| <= "
                        + plain(tolerances.halfAmount()) + " + " + plain(tolerances.halfAmount()) + " = "
                        + plain(tolerances.ofSum(1)));
    }

    /** A stated total against the sum of printed addends. */
    static List<Finding> sum(Rule rule, String place, String pointer, BigDecimal total, List<BigDecimal> addends,
                             Tolerances tolerances) {
        BigDecimal sum = addends.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal difference = sum.subtract(total);
        String computation = joined(addends, " + ") + " = " + plain(sum) + "; "
                + plain(sum.max(total)) + " - " + plain(sum.min(total)) + " = " + plain(difference.abs());
        return compare(rule, place, pointer, plain(total), plain(sum), difference, signed(difference), computation,
                tolerances.ofSum(addends.size()), boundOfSum(addends.size(), tolerances));
    }

    static String boundOfSum(int addends, Tolerances tolerances) {
        String half = plain(tolerances.halfAmount());
        return addends + " 个加数各舍入到 " + plain(tolerances.amountStep()) + "：|差| <= " + addends + "*" + half + " + "
                + half + " = " + plain(tolerances.ofSum(addends));
    }

    /** part ÷ whole in percent, with working precision; the whole must not be zero. */
    static BigDecimal percent(BigDecimal part, BigDecimal whole) {
        return part.multiply(HUNDRED).divide(whole, WORKING_SCALE, RoundingMode.HALF_UP);
    }

    static BigDecimal ratio(BigDecimal part, BigDecimal whole, int scale) {
        return part.divide(whole, scale, RoundingMode.HALF_UP);
    }

    static BigDecimal halfUp(BigDecimal figure, int scale) {
        return figure.setScale(scale, RoundingMode.HALF_UP);
    }

    static BigDecimal truncated(BigDecimal figure, int scale) {
        return figure.setScale(scale, RoundingMode.DOWN);
    }

    /** Two decimals and a blank before the sign, as in 18.74 %. */
    static String percentShown(BigDecimal percent) {
        return halfUp(percent, 2).toPlainString() + " %";
    }

    static String signedPercent(BigDecimal percent) {
        return (percent.signum() >= 0 ? "+" : "") + percentShown(percent);
    }

    static String signed(BigDecimal figure) {
        return (figure.signum() > 0 ? "+" : "") + plain(figure);
    }

    static String plain(BigDecimal figure) {
        return figure.toPlainString();
    }

    static String joined(List<BigDecimal> figures, String with) {
        return figures.stream().map(Rounding::plain).collect(Collectors.joining(with));
    }

    /** Yuan of the ledger as 万元, at least two decimals, nothing rounded away. */
    static BigDecimal tenThousands(BigDecimal yuan) {
        BigDecimal exact = yuan.movePointLeft(4).stripTrailingZeros();
        return exact.scale() < 2 ? exact.setScale(2) : exact;
    }
}
