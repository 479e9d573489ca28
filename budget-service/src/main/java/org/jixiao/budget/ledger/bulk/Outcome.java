package org.jixiao.budget.ledger.bulk;

import org.jixiao.chassis.problem.Violation;

/**
 * What became of a line.
 *
 * @param recorded whether it is recorded now; else it was before, where nothing refuses it
 * @param refused  what the ledger says against it, or null
 */
public record Outcome(boolean recorded, Violation refused) {

    static final Outcome RECORDED = new Outcome(true, null);
    static final Outcome ALREADY = new Outcome(false, null);

    static Outcome refused(Violation why) {
        return new Outcome(false, why);
    }
}
