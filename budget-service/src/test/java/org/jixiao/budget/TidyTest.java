package org.jixiao.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jixiao.chassis.testing.ErrorsPage;
import org.jixiao.chassis.testing.Tidy;
import org.junit.jupiter.api.Test;

class TidyTest {

    @Test
    void theSourcesKeepTheWrittenRules() {
        assertEquals(List.of(), Tidy.untidy(Path.of("src/main/java"), "org.jixiao.budget"));
    }

    @Test
    void everyCodeIsOnTheErrorsPageInOrderOfPrecedence() {
        assertEquals(ErrorsPage.codes(BudgetProblem.values()),
            ErrorsPage.section(Path.of("../docs/errors.md"), "budget-service"));
    }

    @Test
    void everyCodeHasASentenceInBothLanguages() {
        assertEquals(List.of(), ErrorsPage.withoutSentence(BudgetProblem.values()));
    }

    @Test
    void noRoomImportsAnotherThatImportsIt() {
        assertEquals(Set.of(), Tidy.circles(Path.of("src/main/java"), "org.jixiao.budget"));
    }
}
