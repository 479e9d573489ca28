package org.jixiao.chassis.inbox;

import java.util.Set;

/**
 * Does what an event asks for, inside the transaction that remembers that it was done. Called once
 * for each event in effect, as a caller who may touch the event's department only. What it throws
 * takes everything back: a database that is away means that the event comes again, anything else
 * that it is put aside with the reason.
 */
public interface EventHandler {

    /** The event types that it takes. */
    Set<String> types();

    void handle(IncomingEvent event);
}
