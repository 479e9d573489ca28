package org.jixiao.evaluation;

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
    void theServiceKeepsTheRulesOfTheHouse() {
        assertEquals(List.of(), Tidy.untidy(Path.of("src/main/java"), "org.jixiao.evaluation"));
    }

    @Test
    void everyRefusalIsOnTheErrorsPageInOrderOfPrecedence() {
        assertEquals(ErrorsPage.codes(EvaluationProblem.values()),
                ErrorsPage.section(Path.of("../docs/errors.md"), "evaluation-service"));
    }

    @Test
    void everyRefusalHasItsSentenceInBothLanguages() {
        assertEquals(List.of(), ErrorsPage.withoutSentence(EvaluationProblem.values()));
    }

    @Test
    void whoLooksAtWhatIsNotPublicLeavesATrace() {
        // lists show no form, schemes are no secret
        assertEquals(Set.of("EvaluationResource.list", "SchemeResource.get", "SchemeResource.list"), Looks.unrecorded(Path.of("target/classes")));
    }

    @Test
    void noRoomImportsAnotherThatImportsIt() {
        assertEquals(Set.of(), Tidy.circles(Path.of("src/main/java"), "org.jixiao.evaluation"));
    }
}
