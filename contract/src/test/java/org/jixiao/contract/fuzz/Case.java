package org.jixiao.contract.fuzz;

import java.util.Set;

/**
 * A request with what is expected of its answer.
 *
 * @param what     what is special about it
 * @param validity whether the document allows the request
 * @param statuses the only statuses that are right; empty if the validity says enough
 */
record Case(Operation operation, String what, Validity validity, Set<Integer> statuses, Exchange.Request request) {

    enum Validity {
        /** Nothing of it is at odds with the document: it must not be refused as malformed. */
        VALID,
        /** Breaks one constraint: it must be refused. */
        BROKEN,
        /** Only an answer without fault is asked for. */
        EITHER
    }
}
