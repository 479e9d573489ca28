package org.jixiao.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import org.jixiao.chassis.problem.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountTest {

    @ParameterizedTest
    @CsvSource({"1,1.00", "0.01,0.01", "5.1,5.10", "9999999999999.99,9999999999999.99"})
    void aGoodAmountGetsTwoDecimals(String text, String expected) {
        assertEquals(new BigDecimal(expected), Amount.positive(text, "/amount"));
    }

    @ParameterizedTest
    @CsvSource({
        "abc, AMOUNT_MALFORMED", "'', AMOUNT_MALFORMED", "1e5, AMOUNT_MALFORMED", "+1, AMOUNT_MALFORMED",
        "01, AMOUNT_MALFORMED", "1., AMOUNT_MALFORMED", ".5, AMOUNT_MALFORMED", "'1,000', AMOUNT_MALFORMED",
        "１２, AMOUNT_MALFORMED", "NaN, AMOUNT_MALFORMED", "' 1', AMOUNT_MALFORMED",
        "0.001, AMOUNT_SCALE", "1.000, AMOUNT_SCALE",
        "0, AMOUNT_NOT_POSITIVE", "0.00, AMOUNT_NOT_POSITIVE", "-1, AMOUNT_NOT_POSITIVE",
        "10000000000000.00, AMOUNT_TOO_LARGE",
        "99999999999999999999999999999999999999999999, AMOUNT_MALFORMED"})
    void aBadAmountIsRefusedByItsCode(String text, String code) {
        Violation refused = assertThrows(Violation.class, () -> Amount.positive(text, "/lines/3/amount"));
        assertEquals(code + " at /lines/3/amount", refused.code().name() + " at " + refused.pointer());
    }

    @Test
    void tooManyDecimalsAreNamedBesideWhatIsAllowed() {
        Violation refused = assertThrows(Violation.class, () -> Amount.positive("0.001", "/amount"));
        assertEquals("{amount=0.001, scale=3, scaleMax=2}", refused.params().toString());
    }
}
