package org.jixiao.chassis.testing;

import java.util.List;

/** Counts the SQL statements behind a call, as the database itself counted them. */
public final class Statements {

    private Statements() {
    }

    /**
     * The statements of the field that the service ran during the call, each as often as it ran. Left
     * out: the department scope that every connection gets from the pool, the relay, the sealer, the job
     * runner, the verification of the audit trail and the look for what is due in the background, and the one statement that records a look at what is not public.
     */
    public static List<String> during(Runnable call) {
        Superuser.query("select pg_stat_statements_reset()");
        call.run();
        return Superuser.query("""
            select s.query
            from pg_stat_statements s
            join pg_roles r on r.oid = s.userid and r.rolname = 'test_app'
            cross join generate_series(1, s.calls)
            where s.query not ilike '%set_config(%'
              and s.query not ilike '%outbox%'
              and s.query not ilike '%select audit\\_%'
              and s.query not ilike '%from audit\\_%'
              and s.query not ilike '%job%'
              and s.query not ilike '%reconciliation\\_last%'
              and s.query not ilike '%pg_try_advisory_xact_lock(hashtextextended($1, $2))%'""");
    }
}
