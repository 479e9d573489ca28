package org.jixiao.gateway.server;

/**
 * One step between the door and the pipe, for every request. A gate is shared by all event loops and
 * must not block.
 */
public interface GateHandler {

    /** The lower, the earlier; the pipe comes after all of them. */
    int order();

    /**
     * Lets the request pass by {@link ExchangeHandler#next()}, at once or later on the same event loop, or
     * ends it by {@link ExchangeHandler#refuse}. The body is not read meanwhile.
     */
    void enter(ExchangeHandler exchange);
}
