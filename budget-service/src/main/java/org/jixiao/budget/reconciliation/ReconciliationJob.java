package org.jixiao.budget.reconciliation;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import org.jixiao.chassis.job.JobRun;
import org.jixiao.chassis.job.JobWork;

/** Reconciles a year because somebody asked for it; the result is a file of one line to keep outside. */
@ApplicationScoped
class ReconciliationJob implements JobWork {

    static final String KIND = "reconciliation";

    /** What is to be reconciled, and who asked. */
    record Asked(String departmentCode, int fiscalYear, String maker) {
    }

    private final ReconciliationHandler reconciliations;
    private final ObjectMapper json;

    ReconciliationJob(ReconciliationHandler reconciliations, ObjectMapper json) {
        this.reconciliations = reconciliations;
        this.json = json;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void run(JobRun run) throws IOException {
        Asked asked = json.readValue(run.parameters(), Asked.class);
        run.total(ReconciliationHandler.STEPS);
        Reconciliation seen = reconciliations.run(asked.departmentCode(), asked.fiscalYear(), asked.maker(), run::done);
        String name = "reconciliation-" + asked.departmentCode() + "-" + asked.fiscalYear() + "-" + seen.id() + ".ndjson";
        try (OutputStream file = run.result(name, "application/x-ndjson")) {
            file.write(json.writeValueAsBytes(ReconciliationResource.ReconciliationView.of(seen)));
        }
        run.fact("reconciliation", String.valueOf(seen.id()));
        run.fact("differences", String.valueOf(seen.differences()));
    }
}
