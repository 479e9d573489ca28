package org.jixiao.budget.ledger;

import java.util.List;
import java.util.function.Supplier;
import org.jixiao.budget.appropriation.Selection;
import org.jixiao.chassis.paging.Criterion;
import org.jixiao.chassis.paging.Listing;
import org.jixiao.chassis.paging.SortKey;
import org.jixiao.chassis.paging.ValueKind;

/** What the list of ledger entries can be asked for. */
final class EntryList implements Supplier<Listing> {

    /** A figure of an appropriation that an entry can change. */
    enum Figure { INITIAL, ADJUSTED, ALLOTTED, COMMITTED, EXECUTED, LAPSED }

    private static final String INTAKE_ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final String CHANGES = """
        exists (select from unnest(cast(? as text[])) figure
                 where case figure when 'INITIAL' then e.initial_change when 'ADJUSTED' then e.adjusted_change
                                   when 'ALLOTTED' then e.allotted_change when 'COMMITTED' then e.committed_change
                                   when 'EXECUTED' then e.executed_change else e.lapsed_change end <> 0)""";

    @Override
    public Listing get() {
        return Selection.of(Listing.by(new SortKey("id", ValueKind.INTEGER, "e.id"))
            .sort("documentDate", ValueKind.DATE, "e.document_date")
            .sort("documentNumber", ValueKind.TEXT, "m.document_number")
            .sort("amount", ValueKind.DECIMAL, "e.amount")
            .sort("recordedAt", ValueKind.INSTANT, "e.recorded_at")
            .filter(Criterion.ids("appropriationId", "e.appropriation_id", "Only entries of these appropriations", "17"))
            .filter(Criterion.codesWhere("intakeId", "m.intake_id = any (cast(? as uuid[]))", INTAKE_ID,
                "Only entries of documents that came with these files", "6f0e4a52-9a0c-4d3b-8f1c-2e77a1b2c3d4"))
            .filter(Criterion.oneOf("kind", "e.kind", MovementKind.class, "Only entries of these kinds"))
            .filter(Criterion.oneOfWhere("changes", CHANGES, Figure.class, "Only entries that change one of these figures"))
            .range("documentDate", ValueKind.DATE, "e.document_date", "Only documents of this day", "2021-04-20")
            .range("recordedAt", ValueKind.INSTANT, "e.recorded_at", "Only what was recorded at this time", "2021-04-20T02:00:00Z")
            .range("amount", ValueKind.DECIMAL, "e.amount", "Only amounts of this many yuan, signed as in the entry,", "1000.00")
            .filter(Criterion.text("q", List.of("m.reason", "m.document_number"), "Only with this in reason or document number", "采购")));
    }
}
