package org.jixiao.budget.ledger;

import java.util.List;
import java.util.function.Supplier;
import org.jixiao.chassis.paging.Criterion;
import org.jixiao.chassis.paging.Listing;
import org.jixiao.chassis.paging.SortKey;
import org.jixiao.chassis.paging.ValueKind;

/** What the list of ledger entries can be asked for. */
final class EntryList implements Supplier<Listing> {

    @Override
    public Listing get() {
        return Listing.by(new SortKey("id", ValueKind.INTEGER, "e.id"))
            .sort("documentDate", ValueKind.DATE, "m.document_date")
            .sort("documentNumber", ValueKind.TEXT, "m.document_number")
            .sort("amount", ValueKind.DECIMAL, "e.amount")
            .sort("recordedAt", ValueKind.INSTANT, "m.recorded_at")
            .filter(Criterion.ids("appropriationId", "e.appropriation_id", "Only entries of these appropriations", "17"))
            .filter(Criterion.oneOf("kind", "e.kind", MovementKind.class, "Only entries of these kinds"))
            .range("documentDate", ValueKind.DATE, "m.document_date", "Only documents of this day", "2021-04-20")
            .range("amount", ValueKind.DECIMAL, "e.amount", "Only amounts of this many yuan, signed as in the entry,", "1000.00")
            .filter(Criterion.text("q", List.of("m.reason", "m.document_number"), "Only with this in reason or document number", "采购"));
    }
}
