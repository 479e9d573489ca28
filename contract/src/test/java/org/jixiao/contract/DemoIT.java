package org.jixiao.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The whole suite as it is deployed, and the way through it that the README promises. */
class DemoIT {

    @Test
    void theWholeWayHoldsAndASecondRunChangesNothing() {
        RunningSuite suite = RunningSuite.get();

        assertEquals(0, suite.demoResult());
        assertEquals(0, suite.demoAgain());
    }
}
