package org.jixiao.report.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jixiao.report.assembly.Assembly.Arrived;
import org.jixiao.report.assembly.Assembly.GivenExplanation;
import org.jixiao.report.assembly.Assembly.Member;
import org.jixiao.report.assembly.Assembly.Missing;
import org.jixiao.report.assembly.Assembly.ReceivedEvaluation;
import org.jixiao.report.assembly.Assembly.ReceivedStatement;
import org.jixiao.report.assembly.Assembly.SavedNarrative;
import org.jixiao.report.assembly.Assembly.Status;
import org.jixiao.report.crosscheck.EvaluationForm;
import org.jixiao.report.crosscheck.Example;
import org.jixiao.report.crosscheck.ExplainedFinding;
import org.jixiao.report.crosscheck.Explanation;
import org.jixiao.report.crosscheck.Finding;
import org.jixiao.report.crosscheck.Severity;
import org.jixiao.report.crosscheck.Tolerances;
import org.junit.jupiter.api.Test;

public class AssemblyTest {

    private static final Instant COMPLETED = Instant.parse("2022-04-20T02:15:00Z");
    private static final List<Member> ALL = List.of(new Member("1", Evaluation.Kind.DEPARTMENT, null),
            new Member("2", Evaluation.Kind.PROJECT, Example.HARDWARE), new Member("3", Evaluation.Kind.PROJECT, Example.HALL));

    @Test
    void nothingThereMeansThatEverythingIsMissing() {
        assertEquals(List.of(new Missing("STATEMENT", null, null), new Missing("NARRATIVE", null, null),
                new Missing("EVALUATION", null, null)), assembly(new Arrived(null, null, List.of(), List.of())).missing());
    }

    @Test
    void evaluationsNamedByTheNewestCompletionAreAwaited() {
        Arrived arrived = new Arrived(statement(), narrative(), List.of(department(1, ALL)), List.of());
        assertEquals(List.of(new Missing("EVALUATION", "2", Example.HARDWARE), new Missing("EVALUATION", "3", Example.HALL)),
                assembly(arrived).missing());
        assertEquals(Status.WAITING, assembly(arrived).status());
    }

    @Test
    void anEvaluationThatIsNoLongerNamedIsNotPartOfThePackage() {
        List<Member> without = ALL.subList(0, 2);
        Arrived arrived = new Arrived(statement(), narrative(),
                List.of(hall(1), hardware(1), department(2, without)), List.of());
        assertEquals(List.of("1", "2"), assembly(arrived).evaluations().stream()
                .map(one -> one.evaluation().evaluationId()).toList());
    }

    @Test
    void theOrderOfArrivalDoesNotMatter() {
        List<ReceivedEvaluation> evaluations = new ArrayList<>(List.of(department(1, ALL), hardware(1), hall(2), hall(1)));
        List<Finding> first = findings(evaluations);
        for (int i = 0; i < evaluations.size(); i++) {
            Collections.rotate(evaluations, 1);
            assertEquals(first, findings(evaluations));
        }
        assertEquals(2, assembly(new Arrived(statement(), narrative(), evaluations, List.of())).evaluations().get(2)
                .evaluation().completion());
    }

    @Test
    void unresolvedErrorsHoldThePackage() {
        assertEquals(Status.HELD, assembly(complete(List.of())).status());
    }

    @Test
    void explanationsForTheFiguresAsTheyAreMakeItReady() {
        Assembly assembly = assembly(complete(List.of()));
        List<GivenExplanation> given = assembly.findings().stream().filter(ExplainedFinding::unresolved)
                .map(one -> explanation(one.finding(), one.finding().difference())).toList();
        assertEquals(2, given.size());
        assertEquals(Status.READY, assembly(complete(given)).status());
    }

    @Test
    void anExplanationForOtherFiguresDoesNotCount() {
        Assembly assembly = assembly(complete(List.of()));
        List<GivenExplanation> given = assembly.findings().stream().filter(ExplainedFinding::unresolved)
                .map(one -> explanation(one.finding(), "0.01")).toList();
        assertEquals(Status.HELD, assembly(complete(given)).status());
    }

    @Test
    void theLatestExplanationStands() {
        Assembly assembly = assembly(complete(List.of()));
        Finding finding = assembly.packageFinding("PROJECT_FORM_COVERAGE",
                "annex2 + annex3 vs annex1.funds 项目支出").orElseThrow();
        List<GivenExplanation> given = List.of(explanation(finding, finding.difference()),
                new GivenExplanation(finding.rule(), finding.place(), finding.stated(), finding.computed(),
                        finding.difference(), new Explanation("改正后的说明", "b", COMPLETED)));
        assertEquals("改正后的说明", assembly(complete(given)).findings().stream()
                .filter(one -> one.finding().equals(finding)).findFirst().orElseThrow().explanation().text());
    }

    @Test
    void findingsOfAFormCarryItsAnnexAndHoldThePackageWhenNobodyExplainedThem() {
        Finding finding = new Finding("TOTAL_SCORE_SUM", Severity.ERROR, "total", "/statedTotalScore", "98", "108", "+10",
                "10 + 50 + 39 + 9 = 108", null, false);
        ReceivedEvaluation hall = new ReceivedEvaluation("e3", evaluation("3", 1, Example.HALL, Example.hall()),
                List.of(new ExplainedFinding(finding, null)), ALL);
        Assembly assembly = assembly(new Arrived(statement(), narrative(), List.of(department(1, ALL), hardware(1), hall),
                List.of()));
        assertTrue(assembly.findings().stream().anyMatch(one -> one.unresolved()
                && one.finding().place().equals("annex3.total")
                && one.finding().pointer().equals("/annexes/2/statedTotalScore")));
    }

    /** Everything of the example with the corrected narrative. */
    public static Arrived complete(List<GivenExplanation> explanations) {
        return new Arrived(statement(), narrative(), List.of(department(1, ALL), hardware(1), hall(1)), explanations);
    }

    /** The example, finished: corrected and with its explanations. */
    public static Arrived finished() {
        Assembly assembly = assembly(complete(List.of()));
        return complete(assembly.findings().stream().filter(ExplainedFinding::unresolved)
                .map(one -> explanation(one.finding(), one.finding().difference())).toList());
    }

    public static Assembly assembly(Arrived arrived) {
        return new Assembly(arrived, Tolerances.DEFAULTS);
    }

    private static List<Finding> findings(List<ReceivedEvaluation> evaluations) {
        return assembly(new Arrived(statement(), narrative(), evaluations, List.of())).findings().stream()
                .map(ExplainedFinding::finding).toList();
    }

    private static GivenExplanation explanation(Finding finding, String difference) {
        return new GivenExplanation(finding.rule(), finding.place(), finding.stated(), finding.computed(), difference,
                new Explanation("其余项目未单独填报", "a", COMPLETED));
    }

    private static ReceivedStatement statement() {
        return new ReceivedStatement("s1", "sha256:1", Example.statement());
    }

    private static SavedNarrative narrative() {
        return new SavedNarrative(1, "sha256:2", Example.correctedNarrative());
    }

    private static ReceivedEvaluation department(int completion, List<Member> members) {
        return new ReceivedEvaluation("e1-" + completion, evaluation("1", completion, null, Example.department()),
                List.of(), members);
    }

    private static ReceivedEvaluation hardware(int completion) {
        return new ReceivedEvaluation("e2-" + completion, evaluation("2", completion, Example.HARDWARE, Example.hardware()),
                List.of(), ALL);
    }

    private static ReceivedEvaluation hall(int completion) {
        return new ReceivedEvaluation("e3-" + completion, evaluation("3", completion, Example.HALL, Example.hall()),
                List.of(), ALL);
    }

    private static Evaluation evaluation(String id, int completion, String projectCode, EvaluationForm form) {
        return new Evaluation(id, completion, projectCode == null ? Evaluation.Kind.DEPARTMENT : Evaluation.Kind.PROJECT,
                projectCode, form.projectName(), "CN-2020-10", 1, form, null, "a", COMPLETED, "b", COMPLETED, "c",
                COMPLETED.plusSeconds(completion), "sha256:3");
    }
}
