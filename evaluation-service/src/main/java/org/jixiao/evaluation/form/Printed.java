package org.jixiao.evaluation.form;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** How figures and blanks of a form are written where a person reads them. */
public final class Printed {

    /** What stands where a cell is empty. */
    public static final String BLANK = "空白";

    private Printed() {}

    /** The digits of the number and nothing else; {@link #BLANK} for a missing one. */
    public static String of(BigDecimal number) {
        return number == null ? BLANK : number.toPlainString();
    }

    /** With its sign, also when positive. */
    public static String signed(BigDecimal number) {
        return number.signum() > 0 ? "+" + number.toPlainString() : number.toPlainString();
    }

    /** The shortest form of the number: 100.00 is 100, 9.90 is 9.9. */
    public static String shortest(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
    }

    /** The addends of a sum; a blank one shows as blank. */
    public static String addends(List<BigDecimal> numbers) {
        return numbers.stream().map(Printed::of).collect(Collectors.joining("+"));
    }

    public static BigDecimal sum(List<BigDecimal> numbers) {
        return numbers.stream().map(Printed::orZero).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    public static BigDecimal orZero(BigDecimal number) {
        return number == null ? BigDecimal.ZERO : number;
    }

    /** True for nothing, blanks and the ideographic space with which printed forms fill empty cells. */
    public static boolean blank(String text) {
        return text == null || text.isBlank();
    }
}
