package org.jixiao.chassis.access;

import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.function.Supplier;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

/** The caller of the current request, read once from the verified token and from nothing else. */
@RequestScoped
public class CallerHandler {

    private final CurrentIdentityAssociation identities;
    private Caller caller;

    CallerHandler(CurrentIdentityAssociation identities) {
        this.identities = identities;
    }

    public Caller caller() {
        if (caller == null) {
            caller = of(identities.getIdentity());
        }
        return caller;
    }

    /**
     * Refuses a department that the caller may not touch, in the words used for one that does not
     * exist. Row-level security would find nothing anyway; this only says so earlier.
     */
    public void requireDepartment(String departmentCode) {
        if (!caller().mayTouch(departmentCode)) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", departmentCode);
        }
    }

    /** Does work as somebody else, for consumers and jobs that act for one department. */
    public <T> T runAs(Caller other, Supplier<T> work) {
        Caller before = caller;
        caller = other;
        try {
            return work.get();
        } finally {
            caller = before;
        }
    }

    /** Whom an identity stands for: nobody, unless it came from a verified token. */
    public static Caller of(SecurityIdentity identity) {
        Caller caller = identity == null ? null : identity.getAttribute(IdentityHandler.CALLER);
        return caller == null ? Caller.NOBODY : caller;
    }
}
