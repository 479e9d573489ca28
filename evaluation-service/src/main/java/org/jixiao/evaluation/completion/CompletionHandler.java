package org.jixiao.evaluation.completion;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jixiao.chassis.outbox.OutboxRepository;
import org.jixiao.evaluation.evaluation.Evaluation;
import org.jixiao.evaluation.evaluation.EvaluationRepository;
import org.jixiao.evaluation.form.CanonicalRenderer;

/** Announces a completed evaluation, in the transaction that completes it. */
@ApplicationScoped
public class CompletionHandler {

    static final String TYPE = "org.jixiao.evaluation.completed.v1";

    private final EvaluationRepository evaluations;
    private final OutboxRepository outbox;
    private final CanonicalRenderer canonical;
    private final ObjectMapper json;

    CompletionHandler(EvaluationRepository evaluations, OutboxRepository outbox, CanonicalRenderer canonical, ObjectMapper json) {
        this.evaluations = evaluations;
        this.outbox = outbox;
        this.canonical = canonical;
        this.json = json;
    }

    void announce(Evaluation evaluation) {
        List<Completed.Member> members = evaluations.members(evaluation.departmentCode(), evaluation.fiscalYear()).stream()
                .map(m -> new Completed.Member(String.valueOf(m.id()), m.kind(), m.projectCode())).toList();
        String subject = evaluation.departmentCode() + "/" + evaluation.fiscalYear()
                + (evaluation.projectCode() == null ? "" : "/" + evaluation.projectCode());
        outbox.add(TYPE, evaluation.departmentCode(), subject, data(Completed.of(evaluation, members)));
    }

    /** The event's data with its hash; {@code package} is a word of Java and no name for a component. */
    ObjectNode data(Completed completed) {
        ObjectNode data = json.valueToTree(completed);
        data.set("package", data.remove("members"));
        return data.put("contentHash", canonical.hash(data));
    }
}
