package org.jixiao.gateway.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {

    @Test
    void theReserveIsSpentAndThenOnlyTheShare() {
        RetryBudget budget = new RetryBudget(20, 3);
        assertEquals(3, spend(budget, 10));
        IntStream.range(0, 10).forEach(i -> budget.earn());
        assertEquals(2, spend(budget, 10));
    }

    @Test
    void aBudgetOfNothingRepeatsNothing() {
        assertFalse(new RetryBudget(0, 10).spend());
    }

    private static long spend(RetryBudget budget, int times) {
        return IntStream.range(0, times).filter(i -> budget.spend()).count();
    }
}
