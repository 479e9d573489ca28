package org.jixiao.chassis.answer;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Keeps money and names out of every cache on the way, unless the resource says that its answer is for all. */
public class CacheFilter {

    @ServerResponseFilter(priority = Order.CACHE)
    public void keepOut(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getHeaderString(HttpHeaders.CACHE_CONTROL) == null) {
            response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
            response.getHeaders().add(HttpHeaders.VARY, "Authorization, Accept-Language");
        }
    }
}
