package org.jixiao.chassis.paging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Base64;
import java.util.List;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.junit.jupiter.api.Test;

class CursorTest {

    private static final String QUESTION = "/projects name {}";

    @Test
    void aCursorGivesBackItsKeys() {
        assertEquals(List.of("项目", "17", ""), Cursor.decode(QUESTION, Cursor.encode(QUESTION, List.of("项目", "17", "")), 3));
    }

    @Test
    void aCursorOfAnotherQuestionIsRefused() {
        refused("/projects -name {}", Cursor.encode(QUESTION, List.of("a", "1")), 2);
    }

    @Test
    void aCursorWithOtherKeysIsRefused() {
        refused(QUESTION, Cursor.encode(QUESTION, List.of("a", "1")), 3);
    }

    @Test
    void aCursorWithOneBitChangedIsRefused() {
        byte[] bytes = Base64.getUrlDecoder().decode(Cursor.encode(QUESTION, List.of("a", "1")));
        bytes[bytes.length - 1] ^= 1;
        refused(QUESTION, Base64.getUrlEncoder().encodeToString(bytes), 2);
    }

    @Test
    void whatIsNoCursorIsRefused() {
        for (String text : List.of("", "QUJD", "no base64!", "x".repeat(5000), Base64.getUrlEncoder().encodeToString(new byte[] {
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, -1}))) {
            refused(QUESTION, text, 1);
        }
    }

    private static void refused(String question, String cursor, int keys) {
        Violation refused = assertThrows(Violation.class, () -> Cursor.decode(question, cursor, keys), cursor);
        assertEquals(ChassisProblem.INVALID_CURSOR, refused.code());
    }
}
