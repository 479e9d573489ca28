package org.jixiao.chassis.answer;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Writes what is streamed; what cannot be finished is not ended either. The framework's own writer resets the connection, but
 * then closes the stream, which ends the answer: whichever comes first decides whether half a file looks whole.
 *
 * @see org.jixiao.chassis.problem.CutOffFilter
 */
@Provider
public class StreamRenderer implements ServerMessageBodyWriter<StreamingOutput> {

    @Override
    public boolean isWriteable(Class<?> type, Type generic, ResteasyReactiveResourceInfo target, MediaType mediaType) {
        return StreamingOutput.class.isAssignableFrom(type);
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return StreamingOutput.class.isAssignableFrom(type);
    }

    @Override
    public void writeResponse(StreamingOutput stream, Type generic, ServerRequestContext context) throws IOException {
        // not the request's own stream, which is closed with the request
        OutputStream out = context.serverResponse().createResponseOutputStream();
        stream.write(out);
        out.close();
    }

    @Override
    public void writeTo(StreamingOutput stream, Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType,
                        MultivaluedMap<String, Object> headers, OutputStream out) throws IOException {
        stream.write(out);
    }
}
