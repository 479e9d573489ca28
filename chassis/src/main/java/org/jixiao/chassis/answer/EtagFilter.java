package org.jixiao.chassis.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jixiao.chassis.etag.Etag;

/**
 * Gives every JSON answer to a read a strong ETag, by its bytes where the thing has no version, and answers 304
 * without a body to those who have it already.
 */
public class EtagFilter {

    private static final Set<String> READS = Set.of("GET", "HEAD");
    private static final MediaType JSON = MediaType.APPLICATION_JSON_TYPE.withCharset("UTF-8");
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;

    private final ObjectMapper json;

    EtagFilter(ObjectMapper json) {
        this.json = json;
    }

    @ServerResponseFilter(priority = Order.ETAG)
    public void tag(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() != OK || !READS.contains(request.getMethod()) || !response.hasEntity() || !isJson(response)) {
            return;
        }
        // the server would settle it later, and not for HEAD
        response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, JSON);
        String etag = response.getHeaderString(HttpHeaders.ETAG);
        if (etag == null) {
            byte[] bytes = bytes(response.getEntity());
            etag = Etag.of(bytes);
            response.getHeaders().putSingle(HttpHeaders.ETAG, etag);
            response.setEntity(bytes);
        }
        if (Etag.isKnown(request.getHeaderString(HttpHeaders.IF_NONE_MATCH), etag)) {
            response.setStatus(NOT_MODIFIED);
            response.setEntity(null);
        }
    }

    /** A resource that answers with text or bytes of its own says what they are; a view of a thing is JSON. */
    private static boolean isJson(ContainerResponseContext response) {
        if (response.getEntity() instanceof StreamingOutput) {
            return false;
        }
        return response.getMediaType() == null
            ? !(response.getEntity() instanceof String || response.getEntity() instanceof byte[])
            : MediaType.APPLICATION_JSON_TYPE.isCompatible(response.getMediaType());
    }

    private byte[] bytes(Object entity) {
        try {
            return json.writeValueAsBytes(entity);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a view that cannot be written as JSON", e);
        }
    }
}
