package org.jixiao.budget.ledger.bulk;

import java.util.Collections;
import org.jixiao.budget.control.ControlPolicy;
import org.jixiao.budget.fiscalyear.FiscalYear;
import org.jixiao.budget.ledger.Balance;
import org.jixiao.budget.ledger.Change;
import org.jixiao.budget.ledger.Decision;
import org.jixiao.budget.ledger.Entry;
import org.jixiao.budget.ledger.Ledger;
import org.jixiao.budget.ledger.Movement;

/** An appropriation while lines are recorded on it: its balance, the end of its chain, and what was added. */
final class Account {

    private static final int MONTHS = 12;

    private final Change[] months = new Change[MONTHS];
    private final int[] monthEntries = new int[MONTHS];
    private Balance balance;
    private byte[] head;
    private Change added = Change.NONE;
    private int entries;

    Account(Balance balance, byte[] head) {
        this.balance = balance;
        this.head = head;
    }

    /** The same core decides that decides one movement; what it lets pass counts from now on. */
    Decision post(FiscalYear year, Movement movement, ControlPolicy policy, boolean mayRecordLate) {
        Decision decision = new Ledger(year, Collections.singletonList(balance), Collections.emptyList(), null, policy, mayRecordLate)
            .post(movement);
        Entry entry = decision.entries().get(0);
        int month = movement.documentDate().getMonthValue() - 1;
        balance = balance.after(entry);
        added = added.plus(entry.change());
        months[month] = months[month] == null ? entry.change() : months[month].plus(entry.change());
        monthEntries[month]++;
        entries++;
        return decision;
    }

    long id() {
        return balance.appropriationId();
    }

    int entryCount() {
        return balance.entryCount();
    }

    boolean opened() {
        return balance.opened();
    }

    byte[] head() {
        return head;
    }

    void head(byte[] next) {
        head = next;
    }

    Change added() {
        return added;
    }

    int entries() {
        return entries;
    }

    /** What was added in a month, counted from 0; null for nothing. */
    Change month(int month) {
        return months[month];
    }

    int monthEntries(int month) {
        return monthEntries[month];
    }
}
