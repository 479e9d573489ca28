package org.jixiao.chassis.access;

import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

/** Makes the caller out of a verified token, once, and refuses one who is too much at a time. */
@ApplicationScoped
public class IdentityHandler implements SecurityIdentityAugmentor {

    static final String CALLER = "jixiao.caller";

    private final TokenConfig config;

    IdentityHandler(TokenConfig config) {
        this.config = config;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (identity.isAnonymous() || !(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Uni.createFrom().item(identity);
        }
        if (Role.conflict(identity.getRoles())) {
            Violation conflict = new Violation(ChassisProblem.ROLES_CONFLICT)
                .with("roles", Role.ALL.stream().filter(identity.getRoles()::contains).toList());
            return Uni.createFrom().failure(new ForbiddenException(conflict));
        }
        String subject = TokenHandler.text(token.getClaim(config.subjectClaim()));
        // what the suite does itself bears such a name; a token that claims it does not become the suite
        String name = subject.startsWith(Caller.SYSTEM) ? "token:" + subject : subject;
        Caller caller = new Caller(name, identity.getRoles(), departments(claim(token)));
        return Uni.createFrom().item(QuarkusSecurityIdentity.builder(identity).addAttribute(CALLER, caller).build());
    }

    private Object claim(JsonWebToken token) {
        List<String> path = List.of(config.departmentsClaim().split("/"));
        Object claim = token.getClaim(path.get(0));
        for (String step : path.subList(1, path.size())) {
            claim = claim instanceof Map<?, ?> object ? object.get(step) : null;
        }
        return claim;
    }

    private static Set<String> departments(Object claim) {
        Set<String> departments = new HashSet<>();
        if (claim instanceof Collection<?> codes) {
            codes.forEach(code -> departments.add(TokenHandler.text(code)));
        }
        // a comma would widen the scope that the database reads
        departments.removeIf(department -> department.indexOf(',') >= 0);
        return departments;
    }
}
