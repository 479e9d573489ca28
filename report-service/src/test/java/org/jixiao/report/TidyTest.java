package org.jixiao.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.Set;
import org.jixiao.chassis.testing.ErrorsPage;
import org.jixiao.chassis.testing.Looks;
import org.jixiao.chassis.testing.Tidy;
import org.junit.jupiter.api.Test;

class TidyTest {

    @Test
    void theHouseIsTidy() {
        assertEquals(List.of(), Tidy.untidy(Path.of("src/main/java"), "org.jixiao.report"));
    }

    @Test
    void everyCodeIsOnTheErrorsPageInOrderOfPrecedence() {
        assertEquals(ErrorsPage.codes(ReportProblem.values()),
                ErrorsPage.section(Path.of("../docs/errors.md"), "report-service"));
    }

    @Test
    void everyCodeHasASentenceInBothLanguages() {
        assertEquals(List.of(), ErrorsPage.withoutSentence(ReportProblem.values()));
    }

    @Test
    void whoLooksAtWhatIsNotPublicLeavesATrace() {
        assertEquals(Set.of(), Looks.unrecorded(Path.of("target/classes")));
    }

    @Test
    void noRoomImportsAnotherThatImportsIt() {
        assertEquals(Set.of(), Tidy.circles(Path.of("src/main/java"), "org.jixiao.report"));
    }
}
