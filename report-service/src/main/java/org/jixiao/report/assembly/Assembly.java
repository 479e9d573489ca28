package org.jixiao.report.assembly;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jixiao.report.crosscheck.CrossCheck;
import org.jixiao.report.crosscheck.ExplainedFinding;
import org.jixiao.report.crosscheck.Explanation;
import org.jixiao.report.crosscheck.Finding;
import org.jixiao.report.crosscheck.Package;
import org.jixiao.report.crosscheck.Package.Draft;
import org.jixiao.report.crosscheck.Statement;
import org.jixiao.report.crosscheck.Tolerances;
import org.jixiao.report.narrative.Narrative;

/**
 * Where a department-year stands on its way to publication. A function of what has arrived: made with {@code new},
 * no clock, no storage.
 *
 * <p>Keeps R1 (nothing is published before everything is there), R2 (what is there is what the newest completion names)
 * and R3 (no unresolved ERROR is published).
 */
public final class Assembly {

    /** WAITING for something to arrive, HELD by unresolved errors, or READY to be published. */
    public enum Status {
        WAITING, HELD, READY
    }

    /** What has to arrive: STATEMENT, NARRATIVE or EVALUATION; the rest says which evaluation. */
    public record Missing(String what, String evaluationId, String projectCode) {
    }

    /** An evaluation that the department-year consists of, named by another one's completion. */
    public record Member(String evaluationId, Evaluation.Kind kind, String projectCode) {
    }

    public record ReceivedStatement(String eventId, String contentHash, Statement statement) {
    }

    public record SavedNarrative(int version, String contentHash, Narrative narrative) {
    }

    /** A completion with the findings of its form and the members that its service knew of. */
    public record ReceivedEvaluation(String eventId, Evaluation evaluation, List<ExplainedFinding> findings,
                                     List<Member> members) {

        public ReceivedEvaluation {
            findings = List.copyOf(findings);
            members = List.copyOf(members);
        }
    }

    /** An explanation with the figures that it was given for. */
    public record GivenExplanation(String rule, String place, String stated, String computed, String difference,
                                   Explanation explanation) {

        boolean isFor(Finding finding) {
            return rule.equals(finding.rule()) && place.equals(finding.place())
                    && Objects.equals(stated, finding.stated()) && Objects.equals(computed, finding.computed())
                    && Objects.equals(difference, finding.difference());
        }
    }

    /**
     * Everything that has arrived for a department-year.
     *
     * @param statement    the newest one, or null
     * @param narrative    the newest version, or null
     * @param evaluations  in any order, any number of completions of each
     * @param explanations oldest first
     */
    public record Arrived(ReceivedStatement statement, SavedNarrative narrative, List<ReceivedEvaluation> evaluations,
                          List<GivenExplanation> explanations) {

        public Arrived {
            evaluations = List.copyOf(evaluations);
            explanations = List.copyOf(explanations);
        }
    }

    private final Arrived arrived;
    private final List<ReceivedEvaluation> evaluations;
    private final List<Missing> missing;
    private final Package pack;
    private final List<Finding> packageFindings;
    private final List<ExplainedFinding> findings;

    public Assembly(Arrived arrived, Tolerances tolerances) {
        this.arrived = arrived;
        Map<String, ReceivedEvaluation> newest = newestCompletions(arrived.evaluations());
        List<Member> members = members(newest);
        this.evaluations = members.stream().map(member -> newest.get(member.evaluationId())).filter(Objects::nonNull)
                .sorted(inAnnexOrder()).toList();
        this.missing = missing(members, newest);
        this.pack = Package.of(statement().orElse(null), narrative().orElse(null),
                evaluations.stream().map(ReceivedEvaluation::evaluation).map(Assembly::draft).toList());
        this.packageFindings = CrossCheck.of(pack, tolerances);
        this.findings = allFindings();
    }

    public Status status() {
        if (!missing.isEmpty()) {
            return Status.WAITING;
        }
        return findings.stream().anyMatch(ExplainedFinding::unresolved) ? Status.HELD : Status.READY;
    }

    public List<Missing> missing() {
        return missing;
    }

    /** Findings of the forms and of the package with their explanations, blocking ones first. */
    public List<ExplainedFinding> findings() {
        return findings;
    }

    /** The evaluations that make up the package, the department's first, then by project code. */
    public List<ReceivedEvaluation> evaluations() {
        return evaluations;
    }

    public Arrived arrived() {
        return arrived;
    }

    public Package pack() {
        return pack;
    }

    /** The finding of the package itself at a place, if there is one now; those of a form are explained with the form. */
    public Optional<Finding> packageFinding(String rule, String place) {
        return packageFindings.stream()
                .filter(finding -> finding.rule().equals(rule) && finding.place().equals(place)).findFirst();
    }

    private Optional<Statement> statement() {
        return Optional.ofNullable(arrived.statement()).map(ReceivedStatement::statement);
    }

    private Optional<Narrative> narrative() {
        return Optional.ofNullable(arrived.narrative()).map(SavedNarrative::narrative);
    }

    /** Keeps R4: of several completions of an evaluation only the highest counts, in whatever order they came. */
    private static Map<String, ReceivedEvaluation> newestCompletions(List<ReceivedEvaluation> received) {
        Map<String, ReceivedEvaluation> newest = new LinkedHashMap<>();
        for (ReceivedEvaluation one : received) {
            newest.merge(one.evaluation().evaluationId(), one, (held, other) ->
                    other.evaluation().completion() > held.evaluation().completion() ? other : held);
        }
        return newest;
    }

    /** The list in the completion that happened last; the department's evaluation is always awaited. */
    private static List<Member> members(Map<String, ReceivedEvaluation> newest) {
        return newest.values().stream()
                .max(Comparator.comparing((ReceivedEvaluation one) -> completedAt(one.evaluation()))
                        .thenComparing(one -> one.evaluation().evaluationId()))
                .map(ReceivedEvaluation::members).orElse(List.of());
    }

    private static Instant completedAt(Evaluation evaluation) {
        return evaluation.completedAt() == null ? Instant.EPOCH : evaluation.completedAt();
    }

    private List<Missing> missing(List<Member> members, Map<String, ReceivedEvaluation> newest) {
        List<Missing> open = new ArrayList<>();
        if (arrived.statement() == null) {
            open.add(new Missing("STATEMENT", null, null));
        }
        if (arrived.narrative() == null) {
            open.add(new Missing("NARRATIVE", null, null));
        }
        if (members.stream().noneMatch(member -> member.kind() == Evaluation.Kind.DEPARTMENT)) {
            open.add(new Missing("EVALUATION", null, null));
        }
        for (Member member : members) {
            if (!newest.containsKey(member.evaluationId())) {
                open.add(new Missing("EVALUATION", member.evaluationId(), member.projectCode()));
            }
        }
        return List.copyOf(open);
    }

    private List<ExplainedFinding> allFindings() {
        List<ExplainedFinding> all = new ArrayList<>();
        for (int i = 0; i < evaluations.size(); i++) {
            int annex = evaluations.get(i).evaluation().kind() == Evaluation.Kind.DEPARTMENT ? 1
                    : i + (departmentIsThere() ? 1 : 2);
            evaluations.get(i).findings().forEach(one -> all.add(inAnnex(annex, one)));
        }
        for (Finding finding : packageFindings) {
            Explanation explanation = arrived.explanations().stream().filter(given -> given.isFor(finding))
                    .reduce((earlier, later) -> later).map(GivenExplanation::explanation).orElse(null);
            all.add(new ExplainedFinding(finding, explanation));
        }
        return all.stream().sorted(Comparator.comparing(one -> one.finding().severity())).collect(Collectors.toUnmodifiableList());
    }

    private boolean departmentIsThere() {
        return pack.department().isPresent();
    }

    private static ExplainedFinding inAnnex(int annex, ExplainedFinding one) {
        Finding in = one.finding();
        String pointer = in.pointer() == null ? null : "/annexes/" + (annex - 1) + in.pointer();
        return new ExplainedFinding(new Finding(in.rule(), in.severity(), "annex" + annex + "." + in.place(), pointer,
                in.stated(), in.computed(), in.difference(), in.computation(), in.tolerance(), in.explainable()),
                one.explanation());
    }

    private static Comparator<ReceivedEvaluation> inAnnexOrder() {
        return Comparator.comparing((ReceivedEvaluation one) -> one.evaluation().kind())
                .thenComparing(one -> one.evaluation().projectCode(), Comparator.nullsLast(Comparator.naturalOrder()));
    }

    private static Draft draft(Evaluation evaluation) {
        return new Draft(evaluation.kind() == Evaluation.Kind.DEPARTMENT, evaluation.projectCode(),
                evaluation.projectName(), evaluation.form());
    }
}
