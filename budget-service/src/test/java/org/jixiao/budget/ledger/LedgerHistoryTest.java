package org.jixiao.budget.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long random histories, with duplicates and crashes, against a model that counts in cents. */
class LedgerHistoryTest {

    private static final int COMMANDS = 100_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20211231})
    void aRandomHistoryAgreesWithAPlainCountOfCents(long seed) {
        History history = new History(seed);
        for (int i = 0; i < COMMANDS; i++) {
            history.next();
        }
        assertEquals(List.of(), history.disagreements());
    }
}
