package org.jixiao.chassis.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jixiao.chassis.paging.FieldSelection;
import org.jixiao.chassis.paging.Listing;
import org.jixiao.chassis.paging.Paged;
import org.jixiao.chassis.paging.Selectable;

/** Gives only the fields that were asked for, in single things and in the items of a list. */
public class FieldsFilter {

    private static final String SELECTION = FieldSelection.class.getName();
    private static final int OK = 200;

    private final ObjectMapper json;

    FieldsFilter(ObjectMapper json) {
        this.json = json;
    }

    @ServerRequestFilter
    public void read(ContainerRequestContext request, ResourceInfo resource) {
        Selectable selectable = resource.getResourceMethod() == null ? null
            : resource.getResourceMethod().getAnnotation(Selectable.class);
        if (selectable != null) {
            request.setProperty(SELECTION, FieldSelection.read(request.getUriInfo().getQueryParameters().getFirst(Listing.FIELDS),
                selectable.value(), selectable.always()));
        }
    }

    @ServerResponseFilter(priority = Order.FIELDS)
    public void select(ContainerRequestContext request, ContainerResponseContext response) {
        if (!(request.getProperty(SELECTION) instanceof FieldSelection selection) || response.getStatus() != OK
            || !response.hasEntity()) {
            return;
        }
        JsonNode whole = json.valueToTree(response.getEntity());
        if (response.getEntity() instanceof Paged) {
            whole.path("items").forEach(item -> ((ObjectNode) item).retain(selection.names()));
        } else {
            ((ObjectNode) whole).retain(selection.names());
        }
        response.setEntity(whole);
    }
}
