package org.jixiao.chassis.audit;

import java.util.function.Supplier;
import org.jixiao.chassis.audit.AuditEntry.Outcome;
import org.jixiao.chassis.paging.Criterion;
import org.jixiao.chassis.paging.Listing;
import org.jixiao.chassis.paging.SortKey;
import org.jixiao.chassis.paging.ValueKind;

/** What the audit trail can be asked for. */
final class AuditEntryList implements Supplier<Listing> {

    static final String DEPARTMENT = "[A-Z0-9][A-Z0-9-]{0,20}";
    static final String REQUEST_ID = "[A-Za-z0-9._-]{1,64}";

    @Override
    public Listing get() {
        return Listing.by(new SortKey("id", ValueKind.INTEGER, "e.id")).sortedUnlessAsked("-id")
            .filter(Criterion.codes("departmentCode", "e.department_code", DEPARTMENT, "Only of these departments", "YF-XZSP"))
            .filter(Criterion.codes("actor", "e.actor", "[^,]{1,200}", "Only by these people", "zhang.wei"))
            .filter(Criterion.codes("action", "e.action", "[^,]{1,200}", "Only these actions", "project.change"))
            .filter(Criterion.codes("target", "e.target", "[^,]{1,300}", "Only on these", "project/YF-XZSP/P1"))
            .filter(Criterion.oneOf("outcome", "e.outcome", Outcome.class, "Only with these outcomes"))
            .filter(Criterion.codes("requestId", "e.request_id", REQUEST_ID, "Only of these requests",
                "3f0c6c1e-8a53-4c7b-9a53-6a5f0a6a1c11"))
            .range("at", ValueKind.INSTANT, "e.at", "Only what happened at this instant", "2022-04-01T00:00:00Z");
    }
}
