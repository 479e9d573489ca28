package org.jixiao.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jixiao.chassis.testing.Tidy;
import org.junit.jupiter.api.Test;

class TidyTest {

    @Test
    void theSourcesKeepTheRulesOfTheHouse() {
        assertEquals(List.of(), Tidy.untidy(Path.of("src/main/java"), "org.jixiao.gateway"));
    }

    @Test
    void noRoomImportsAnotherThatImportsIt() {
        assertEquals(Set.of(), Tidy.circles(Path.of("src/main/java"), "org.jixiao.gateway"));
    }
}
