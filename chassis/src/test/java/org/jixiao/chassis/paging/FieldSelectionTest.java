package org.jixiao.chassis.paging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.junit.jupiter.api.Test;

class FieldSelectionTest {

    record Stone(String id, String name, String colour) {
    }

    @Test
    void theIdIsAlwaysThere() {
        assertEquals(Set.of("id", "colour"), FieldSelection.read("colour", Stone.class, "id").names());
    }

    @Test
    void withoutASelectionEverythingIsGiven() {
        assertNull(FieldSelection.read(null, Stone.class, "id"));
    }

    @Test
    void anUnknownFieldIsRefusedWithThoseThatThereAre() {
        for (String asked : List.of("size", "", "name,", "colour,Name", "name.first")) {
            Violation refused = assertThrows(Violation.class, () -> FieldSelection.read(asked, Stone.class, "id"));
            assertEquals(ChassisProblem.UNKNOWN_FIELD_SELECTION, refused.code());
            assertEquals(List.of("id", "name", "colour"), refused.params().get("allowed"));
        }
    }
}
