package org.jixiao.chassis.etag;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.junit.jupiter.api.Test;

class EtagTest {

    @Test
    void theCurrentVersionMayBeChanged() {
        assertDoesNotThrow(() -> Etag.require("\"3\"", 3));
        assertDoesNotThrow(() -> Etag.require("\"2\", \"3\"", 3));
        assertDoesNotThrow(() -> Etag.require("*", 3));
    }

    @Test
    void anOlderVersionIsStale() {
        assertEquals(ChassisProblem.STALE, assertThrows(Violation.class, () -> Etag.require("\"2\"", 3)).code());
        assertEquals(ChassisProblem.STALE, assertThrows(Violation.class, () -> Etag.require("W/\"3\"", 3)).code());
    }

    @Test
    void aChangeWithoutAVersionIsRefused() {
        assertEquals(ChassisProblem.IF_MATCH_REQUIRED, assertThrows(Violation.class, () -> Etag.require(null, 3)).code());
    }
}
