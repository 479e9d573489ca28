package org.jixiao.chassis.access;

import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import jakarta.json.JsonString;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.jwt.JsonWebToken;
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

    public static Caller of(SecurityIdentity identity) {
        if (identity == null || identity.isAnonymous()) {
            return Caller.NOBODY;
        }
        Set<String> departments = new HashSet<>();
        if (identity.getPrincipal() instanceof JsonWebToken token
            && token.getClaim("departments") instanceof Iterable<?> claimed) {
            for (Object department : claimed) {
                departments.add(department instanceof JsonString text ? text.getString() : String.valueOf(department));
            }
        }
        // a comma would widen the scope that the database reads
        departments.removeIf(department -> department.indexOf(',') >= 0);
        String name = identity.getPrincipal().getName();
        // what the suite does itself bears this name; a token that claims it does not become the suite
        String subject = name.startsWith(Caller.SYSTEM) ? "token:" + name : name;
        return new Caller(subject, identity.getRoles(), departments);
    }
}
