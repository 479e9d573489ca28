package org.jixiao.budget.statement;

import jakarta.enterprise.context.ApplicationScoped;
import org.jixiao.chassis.outbox.OutboxRepository;

/** Announces the statement of a closed year in the transaction that closes it. Keeps B15. */
@ApplicationScoped
class StatementPublisher {

    static final String TYPE = "org.jixiao.budget.statement-closed.v1";

    private final OutboxRepository outbox;

    StatementPublisher(OutboxRepository outbox) {
        this.outbox = outbox;
    }

    void announce(Statement statement) {
        String department = statement.year().departmentCode();
        outbox.add(TYPE, department, department + "/" + statement.year().fiscalYear(),
            StatementResource.StatementView.of(statement));
    }
}
