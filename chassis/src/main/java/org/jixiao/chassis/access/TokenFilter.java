package org.jixiao.chassis.access;

import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

/** Takes a token from one place only, and looks at it before anything else is done for the request. */
public class TokenFilter {

    private static final Set<String> IN_ADDRESSES = Set.of("access_token", "token", "authorization", "jwt");

    private final CurrentIdentityAssociation identities;

    TokenFilter(CurrentIdentityAssociation identities) {
        this.identities = identities;
    }

    /** Two tokens are one too many, and an address ends up in logs. */
    @ServerRequestFilter(preMatching = true)
    public void refuseOtherPlaces(ContainerRequestContext request) {
        List<String> headers = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
        boolean twice = headers != null && headers.size() > 1;
        if (twice || request.getUriInfo().getQueryParameters().keySet().stream().anyMatch(IN_ADDRESSES::contains)) {
            throw new Violation(ChassisProblem.UNAUTHENTICATED);
        }
    }

    /**
     * Where no token is needed, nobody would look at one before the first connection is asked for whom it is. To fail
     * there costs the pool that connection, and who comes next gets a broken one.
     */
    @ServerRequestFilter
    public Uni<Void> refuseBadTokens(ContainerRequestContext request) {
        return request.getHeaders().containsKey(HttpHeaders.AUTHORIZATION)
            ? identities.getDeferredIdentity().replaceWithVoid() : Uni.createFrom().nullItem();
    }
}
