package org.jixiao.report.crosscheck;

import org.junit.jupiter.api.Test;

class CrossCheckTest {
    @Test
    void print() {
        CrossCheck.of(Example.pack(), Tolerances.DEFAULTS).forEach(System.out::println);
        System.out.println("---- with ledger");
        CrossCheck.of(Example.pack(Example.statement(), Example.narrative(), Example.department()), Tolerances.DEFAULTS).forEach(System.out::println);
    }
}
