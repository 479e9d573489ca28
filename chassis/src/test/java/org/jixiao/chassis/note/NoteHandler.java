package org.jixiao.chassis.note;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.inbox.EventHandler;
import org.jixiao.chassis.inbox.IncomingEvent;

@ApplicationScoped
public class NoteHandler implements EventHandler {

    private final CallerHandler callers;
    final List<IncomingEvent> handled = new CopyOnWriteArrayList<>();
    final List<String> scopes = new CopyOnWriteArrayList<>();

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
        handled.add(event);
    }

    public List<IncomingEvent> handled() {
        return handled;
    }

    public List<String> scopes() {
        return scopes;
    }
}
