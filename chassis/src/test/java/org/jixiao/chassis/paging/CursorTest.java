package org.jixiao.chassis.paging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.junit.jupiter.api.Test;

class CursorTest {

    @Test
    void aCursorGivesBackItsParts() {
        assertEquals(List.of("项目", "17"), Cursor.decode(Cursor.encode("项目", "17"), 2));
    }

    @Test
    void noCursorIsTheFirstPage() {
        assertNull(Cursor.decode(null, 1));
    }

    @Test
    void aCursorOfAnotherListIsRefused() {
        Violation refused = assertThrows(Violation.class, () -> Cursor.decode(Cursor.encode("1"), 2));
        assertEquals(ChassisProblem.INVALID_CURSOR, refused.code());
    }

    @Test
    void aPageTooLargeIsCutAndOneTooSmallRefused() {
        assertEquals(20, Cursor.limit(null));
        assertEquals(100, Cursor.limit(5000));
        assertThrows(Violation.class, () -> Cursor.limit(0));
    }

    @Test
    void theExtraRowOnlySaysThatThereIsANextPage() {
        assertEquals(new Page<>(List.of(1, 2), "2"), Page.of(List.of(1, 2, 3), 2, String::valueOf));
        assertEquals(new Page<>(List.of(1, 2), null), Page.of(List.of(1, 2), 2, String::valueOf));
    }
}
