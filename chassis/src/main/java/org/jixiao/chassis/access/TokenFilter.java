package org.jixiao.chassis.access;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

/** Takes a token from one place only: two of them are one too many, and an address ends up in logs. */
public class TokenFilter {

    private static final Set<String> IN_ADDRESSES = Set.of("access_token", "token", "authorization", "jwt");

    @ServerRequestFilter(preMatching = true)
    public void refuseOtherPlaces(ContainerRequestContext request) {
        List<String> headers = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
        boolean twice = headers != null && headers.size() > 1;
        if (twice || request.getUriInfo().getQueryParameters().keySet().stream().anyMatch(IN_ADDRESSES::contains)) {
            throw new Violation(ChassisProblem.UNAUTHENTICATED);
        }
    }
}
