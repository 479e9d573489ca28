package org.jixiao.budget.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerHistoryTest {

    @Test
    void later() {
        assertEquals(List.of(), List.of());
    }
}
