package org.jixiao.report.assembly;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jixiao.chassis.inbox.EventHandler;
import org.jixiao.chassis.inbox.IncomingEvent;
import org.jixiao.report.PackageListener;
import org.jixiao.report.assembly.Assembly.Member;
import org.jixiao.report.assembly.Assembly.ReceivedEvaluation;
import org.jixiao.report.crosscheck.EvaluationForm;
import org.jixiao.report.crosscheck.ExplainedFinding;
import org.jixiao.report.crosscheck.Explanation;
import org.jixiao.report.crosscheck.Finding;
import org.jixiao.report.crosscheck.Severity;

/** Takes a completed self-evaluation: our own reading of the evaluation service's event. */
@ApplicationScoped
public class EvaluationCompletedHandler implements EventHandler {

    static final String TYPE = "org.jixiao.evaluation.completed.v1";

    private final ObjectMapper json;
    private final AssemblyRepository assemblies;
    private final PackageListener listener;

    EvaluationCompletedHandler(ObjectMapper json, AssemblyRepository assemblies, PackageListener listener) {
        this.json = json;
        this.assemblies = assemblies;
        this.listener = listener;
    }

    @Override
    public Set<String> types() {
        return Set.of(TYPE);
    }

    /** A completion that is already there is left alone; an older one is kept and has no effect. */
    @Override
    public void handle(IncomingEvent event) {
        Completed completed = completed(json, event.data());
        if (!event.departmentCode().equals(completed.departmentCode())) {
            throw new IllegalArgumentException("envelope and evaluation name different departments");
        }
        assemblies.lock(completed.departmentCode(), completed.fiscalYear());
        assemblies.store(completed.departmentCode(), completed.fiscalYear(), completed.received(event.id()),
                event.data());
        listener.packageChanged(completed.departmentCode(), completed.fiscalYear());
    }

    static ReceivedEvaluation read(ObjectMapper json, String eventId, String data) {
        return completed(json, data).received(eventId);
    }

    private static Completed completed(ObjectMapper json, String data) {
        try {
            Completed completed = json.readerFor(Completed.class)
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).readValue(data);
            completed.require();
            return completed;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a completed evaluation: " + e.getOriginalMessage(), e);
        }
    }

    private record Scheme(String code, int version) {
    }

    private record CompletedFinding(String rule, Severity severity, String place, String pointer, String stated,
                                    String computed, String difference, String computation, String tolerance,
                                    boolean explainable, Explanation explanation) {

        ExplainedFinding explained() {
            return new ExplainedFinding(new Finding(rule, severity, place, pointer, stated, computed, difference,
                    computation, tolerance, explainable), explanation);
        }
    }

    private record Completed(String evaluationId, int completion, String departmentCode, int fiscalYear,
                             Evaluation.Kind kind, String projectCode, String projectName, Scheme scheme,
                             EvaluationForm form, Evaluation.Score score, List<CompletedFinding> findings,
                             @JsonProperty("package") List<Member> members,
                             String submittedBy, Instant submittedAt, String reviewedBy, Instant reviewedAt,
                             String completedBy, Instant completedAt, String contentHash) {

        void require() {
            if (evaluationId == null || completion < 1 || departmentCode == null || kind == null || form == null
                    || scheme == null || completedAt == null) {
                throw new IllegalArgumentException("a completed evaluation without id, kind, scheme, form or time");
            }
            if (kind == Evaluation.Kind.PROJECT && projectCode == null) {
                throw new IllegalArgumentException("a project's evaluation without the project's code");
            }
            Readable.require(this);
        }

        ReceivedEvaluation received(String eventId) {
            Evaluation evaluation = new Evaluation(evaluationId, completion, kind, projectCode, projectName,
                    scheme.code(), scheme.version(), form, score, submittedBy, submittedAt, reviewedBy, reviewedAt,
                    completedBy, completedAt, contentHash);
            List<Member> named = members == null || members.isEmpty()
                    ? List.of(new Member(evaluationId, kind, projectCode)) : members;
            return new ReceivedEvaluation(eventId, evaluation,
                    findings == null ? List.of() : findings.stream().map(CompletedFinding::explained).toList(), named);
        }
    }
}
