package org.jixiao.chassis.access;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/** Work that no request asks for: in a transaction of its own, as a caller who is named and scoped. */
@ApplicationScoped
public class SystemHandler {

    private static final int TIMEOUT_S = 30;

    private final CallerHandler callers;

    SystemHandler(CallerHandler callers) {
        this.callers = callers;
    }

    public <T> T transaction(Caller caller, Supplier<T> work) {
        return transaction(caller, TIMEOUT_S, work);
    }

    public <T> T transaction(Caller caller, int timeoutSeconds, Supplier<T> work) {
        ManagedContext request = Arc.container().requestContext();
        boolean opened = !request.isActive();
        if (opened) {
            request.activate();
        }
        try {
            return callers.runAs(caller, () -> QuarkusTransaction.requiringNew().timeout(timeoutSeconds).call(work::get));
        } finally {
            if (opened) {
                request.terminate();
            }
        }
    }
}
