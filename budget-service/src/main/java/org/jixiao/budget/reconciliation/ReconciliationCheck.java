package org.jixiao.budget.reconciliation;

/** What is compared, each for itself; a finding is named after the check that found it. */
public enum ReconciliationCheck {

    /** What an appropriation says it has against the sum of its entries (B2). */
    BALANCE,
    /** What was carried forward against the carry-overs of the year after (B21). */
    CARRIED_FORWARD,
    /** The sums by month against the entries of the month, months without entries included. */
    MONTH,
    /** What later movements have taken of a movement against those movements (B6). */
    USE,
    /** Places in each appropriation's entries without gap or repetition. */
    SEQUENCE,
    /** Each entry's hash against the one before it and all that it and its document say (B17). */
    CHAIN,
    /** Where the appropriation says its chain ends against where it does. */
    CHAIN_END,
    /** Where a chain ended in an earlier run against what stands at that place now. */
    EARLIER_END,
    /** Movements without entries, entries without their movement. */
    MOVEMENT,
    /** Virements that do not net to nothing inside one fund nature (B5). */
    VIREMENT,
    /** Reversals that are not the reversed movement with the other sign (B19). */
    REVERSAL,
    /** Budgets by fund nature against what came in from outside: movements inside move none of it. */
    FUND,
    /** Whose and what for an appropriation is against what the audit trail says it was made as. */
    CLASSIFICATION,
    /** Documents dated outside their year. */
    DATE,
    /** Less than nothing available without a finding that says why (B4, B18). */
    BELOW_ZERO,
    /** How often the year's statement was announced against the announcements (B15). */
    ANNOUNCEMENT
}
