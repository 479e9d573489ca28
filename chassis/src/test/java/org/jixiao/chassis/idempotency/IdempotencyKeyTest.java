package org.jixiao.chassis.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.jixiao.chassis.problem.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {

    @Test
    void aQuotedKeyIsTheBareKey() {
        assertEquals(IdempotencyKey.parse("abc-1"), IdempotencyKey.parse("\"abc-1\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "with blank", "\"unfinished", "a\"b", "报销", "a\tb"})
    void aKeyThatCannotBePrintedIsRefused(String key) {
        assertThrows(Violation.class, () -> IdempotencyKey.parse(key));
    }
}
