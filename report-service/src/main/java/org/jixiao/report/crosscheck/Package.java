package org.jixiao.report.crosscheck;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jixiao.report.narrative.Figures;
import org.jixiao.report.narrative.Narrative;

/**
 * What is checked together: the forms as annexes, the narrative with its figures, and the ledger's statement.
 *
 * @param statement null while the department-year is not closed
 * @param narrative null while nobody has written one
 * @param annexes   the department's form is annex 1, project forms follow by project code from annex 2 on
 * @param figures   what the narrative states; empty without a narrative
 */
public record Package(Statement statement, Narrative narrative, List<Annex> annexes, Figures figures) {

    /** A form in its place in the package; projectCode and projectName are null for the department's form. */
    public record Annex(int number, String projectCode, String projectName, EvaluationForm form) {

        public String place() {
            return "annex" + number;
        }

        public Optional<EvaluationForm.Funds> funds() {
            return Optional.ofNullable(form.funds());
        }
    }

    /** A form with what it is about, not yet in its place. */
    public record Draft(boolean department, String projectCode, String projectName, EvaluationForm form) {
    }

    public static Package of(Statement statement, Narrative narrative, List<Draft> drafts) {
        List<Annex> annexes = new ArrayList<>();
        drafts.stream().filter(Draft::department).findFirst()
                .ifPresent(draft -> annexes.add(new Annex(1, null, null, draft.form())));
        List<Draft> projects = drafts.stream().filter(draft -> !draft.department())
                .sorted(Comparator.comparing(Draft::projectCode, Comparator.nullsLast(Comparator.naturalOrder())))
                .toList();
        for (int i = 0; i < projects.size(); i++) {
            Draft draft = projects.get(i);
            String name = draft.projectName() != null ? draft.projectName() : draft.form().projectName();
            annexes.add(new Annex(i + 2, draft.projectCode(), name, draft.form()));
        }
        return new Package(statement, narrative, List.copyOf(annexes), Figures.of(narrative));
    }

    public Optional<Annex> department() {
        return annexes.stream().filter(annex -> annex.number() == 1).findFirst();
    }

    public List<Annex> projects() {
        return annexes.stream().filter(annex -> annex.number() > 1).toList();
    }

    Optional<EvaluationForm.Funds> departmentFunds() {
        return department().flatMap(Annex::funds);
    }

    Optional<Statement> ledger() {
        return Optional.ofNullable(statement);
    }
}
