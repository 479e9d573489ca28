package org.jixiao.chassis.answer;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jixiao.chassis.paging.Listing;
import org.jixiao.chassis.paging.Paged;

/** Names the next page of a list in a {@code Link} header (RFC 8288), for clients that follow links. */
public class NextPageFilter {

    @ServerResponseFilter(priority = Order.NEXT_PAGE)
    public void link(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof Paged page && page.nextCursor() != null) {
            URI next = request.getUriInfo().getRequestUriBuilder().replaceQueryParam(Listing.CURSOR, page.nextCursor()).build();
            response.getHeaders().add(HttpHeaders.LINK, "<" + next.getRawPath() + "?" + next.getRawQuery() + ">; rel=\"next\"");
        }
    }
}
