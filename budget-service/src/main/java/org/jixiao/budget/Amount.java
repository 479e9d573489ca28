package org.jixiao.budget;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jixiao.chassis.paging.Text;
import org.jixiao.chassis.problem.Violation;

/**
 * Reads and writes amounts of money: yuan, two decimals, as decimal strings. Nothing is rounded: an
 * amount that does not fit is refused. Keeps B10.
 */
public final class Amount {

    public static final int SCALE = 2;
    public static final BigDecimal ZERO = BigDecimal.ZERO.setScale(SCALE);
    /** The most that one line may move; a thousand of them still fit into one balance. */
    public static final BigDecimal LINE_MAX = new BigDecimal("9999999999999.99");
    /** The most that a balance can hold: NUMERIC(18,2). */
    public static final BigDecimal BALANCE_MAX = new BigDecimal("9999999999999999.99");

    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");
    private static final int LENGTH_MAX = 40;

    private Amount() {
    }

    /** An amount above zero. */
    public static BigDecimal positive(String text, String pointer) {
        BigDecimal amount = read(text, pointer);
        if (amount.signum() <= 0) {
            throw new Violation(BudgetProblem.AMOUNT_NOT_POSITIVE).at(pointer)
                .with("amount", text).with("amountMin", "0.01");
        }
        return amount;
    }

    /** An amount of zero or more. */
    public static BigDecimal notNegative(String text, String pointer) {
        BigDecimal amount = read(text, pointer);
        if (amount.signum() < 0) {
            throw new Violation(BudgetProblem.AMOUNT_NOT_POSITIVE).at(pointer)
                .with("amount", text).with("amountMin", "0.00");
        }
        return amount;
    }

    /** An amount below or above zero, as the two sides of a virement have it. */
    public static BigDecimal signed(String text, String pointer) {
        BigDecimal amount = read(text, pointer);
        if (amount.signum() == 0) {
            throw new Violation(BudgetProblem.AMOUNT_NOT_POSITIVE).at(pointer)
                .with("amount", text).with("amountMin", "0.01");
        }
        return amount;
    }

    /** The amount as it stands in every answer and event. */
    public static String text(BigDecimal amount) {
        return amount == null ? null : amount.setScale(SCALE).toPlainString();
    }

    private static BigDecimal read(String text, String pointer) {
        if (text == null || text.length() > LENGTH_MAX || !DECIMAL.matcher(text).matches()) {
            throw new Violation(BudgetProblem.AMOUNT_MALFORMED).at(pointer)
                .with("amount", text == null ? "" : Text.start(text, LENGTH_MAX));
        }
        BigDecimal amount = new BigDecimal(text);
        if (amount.scale() > SCALE) {
            throw new Violation(BudgetProblem.AMOUNT_SCALE).at(pointer)
                .with("amount", text).with("scale", amount.scale()).with("scaleMax", SCALE);
        }
        if (amount.abs().compareTo(LINE_MAX) > 0) {
            throw new Violation(BudgetProblem.AMOUNT_TOO_LARGE).at(pointer)
                .with("amount", text).with("amountMax", LINE_MAX);
        }
        return amount.setScale(SCALE);
    }
}
