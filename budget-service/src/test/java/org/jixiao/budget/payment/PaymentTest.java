package org.jixiao.budget.payment;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.jixiao.chassis.problem.Violation;
import org.junit.jupiter.api.Test;

class PaymentTest {

    private static final Payment PARTLY_REFUNDED = new Payment(40, 17, LocalDate.of(2021, 5, 18), new BigDecimal("100.00"),
        new BigDecimal("30.00"), 1, "YF支2021-007", "首付款", "officer", Instant.EPOCH);

    @Test
    void theRestOfAPaymentMayComeBackOnTheSameDay() {
        assertDoesNotThrow(() -> PARTLY_REFUNDED.requireRefundable(new BigDecimal("70.00"), LocalDate.of(2021, 5, 18)));
    }

    @Test
    void moreThanTheRestIsRefusedWithBothFigures() {
        assertEquals("REFUND_EXCEEDS_PAYMENT at /amount "
                + "{available=70.00, requested=70.01, paidAmount=100.00, refundedAmount=30.00, paymentId=40}",
            refusal("70.01", LocalDate.of(2021, 6, 1)));
    }

    @Test
    void aRefundBeforeThePaymentIsRefusedWithBothDates() {
        assertEquals("REFUND_BEFORE_PAYMENT at /documentDate {documentDate=2021-05-17, paidDate=2021-05-18, paymentId=40}",
            refusal("1.00", LocalDate.of(2021, 5, 17)));
    }

    private static String refusal(String amount, LocalDate date) {
        return assertThrows(Violation.class,
            () -> PARTLY_REFUNDED.requireRefundable(new BigDecimal(amount), date)).toString();
    }
}
