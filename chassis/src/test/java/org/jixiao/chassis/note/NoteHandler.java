package org.jixiao.chassis.note;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.MDC;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.inbox.EventHandler;
import org.jixiao.chassis.inbox.IncomingEvent;
import org.jixiao.chassis.request.RequestIdFilter;

@ApplicationScoped
public class NoteHandler implements EventHandler {

    private final CallerHandler callers;
    final List<IncomingEvent> handled = new CopyOnWriteArrayList<>();
    final List<String> scopes = new CopyOnWriteArrayList<>();
    final List<String> traces = new CopyOnWriteArrayList<>();

    NoteHandler(CallerHandler callers) {
        this.callers = callers;
    }

    @Override
    public Set<String> types() {
        return Set.of("org.example.note-taken.v1");
    }

    @Override
    public void handle(IncomingEvent event) {
        if (event.data().contains("poison")) {
            throw new IllegalArgumentException("poison");
        }
        scopes.add(callers.caller().scope());
        traces.add(String.valueOf(MDC.get(RequestIdFilter.TRACE_ID)));
        handled.add(event);
    }

    public List<String> traces() {
        return traces;
    }

    public List<IncomingEvent> handled() {
        return handled;
    }

    public List<String> scopes() {
        return scopes;
    }
}
