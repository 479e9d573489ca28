package org.jixiao.budget.ledger;

import java.util.List;

/** What is to be recorded of a movement: its entries, and what spoke against it. */
public record Decision(List<Entry> entries, List<Finding> findings) {

    public Decision {
        entries = List.copyOf(entries);
        findings = List.copyOf(findings);
    }

    /** The appropriations that are taken beyond a limit. */
    Long[] beyondLimit() {
        return findings.stream().map(Finding::appropriationId).filter(id -> id != null).distinct().toArray(Long[]::new);
    }
}
