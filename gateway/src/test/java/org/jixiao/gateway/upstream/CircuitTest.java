package org.jixiao.gateway.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.jixiao.gateway.upstream.Circuit.State;
import org.junit.jupiter.api.Test;

class CircuitTest {

    private final AtomicLong clock = new AtomicLong();
    private final Circuit circuit = new Circuit(3, 100, 250, clock::get);

    @Test
    void itOpensAfterFailuresInARow() {
        fail(2);
        assertTrue(circuit.admit());
        fail(1);
        assertFalse(circuit.admit());
    }

    @Test
    void aSuccessInBetweenStartsTheCountAgain() {
        fail(2);
        circuit.succeeded();
        fail(2);
        assertEquals(State.CLOSED, circuit.state());
    }

    @Test
    void afterThePauseOneTrialPasses() {
        fail(3);
        clock.set(99);
        assertFalse(circuit.admit());
        clock.set(100);
        assertTrue(circuit.admit());
        assertFalse(circuit.admit());
    }

    @Test
    void aTrialThatSucceedsCloses() {
        fail(3);
        clock.set(100);
        circuit.admit();
        circuit.succeeded();
        assertEquals(State.CLOSED, circuit.state());
        assertEquals(0, circuit.trips());
    }

    @Test
    void eachTrialThatFailsDoublesThePauseUpToItsMost() {
        fail(3);
        clock.set(100);
        circuit.admit();
        fail(1);
        clock.set(299);
        assertFalse(circuit.wouldAdmit());
        clock.set(300);
        assertTrue(circuit.admit());
        fail(1);
        clock.set(549);
        assertFalse(circuit.wouldAdmit());
        clock.set(550);
        assertTrue(circuit.wouldAdmit());
    }

    @Test
    void aTrialWhoseCallerLeftMayBeRepeated() {
        fail(3);
        clock.set(100);
        circuit.admit();
        circuit.unknown();
        assertTrue(circuit.admit());
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            circuit.failed();
        }
    }
}
