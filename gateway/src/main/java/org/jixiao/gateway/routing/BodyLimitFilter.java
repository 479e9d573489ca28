package org.jixiao.gateway.routing;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/**
 * Counts what really arrives of a request body, since a chunked one states no length, and fails the
 * stream beyond the limit. Also knows who is to blame when nothing moves any more.
 */
class BodyLimitFilter implements ReadStream<Buffer> {

    private final ReadStream<Buffer> source;
    private final long limit;
    private long received;
    private long lastProgress = System.nanoTime();
    private boolean exceeded;
    private boolean paused;
    private boolean ended;
    private Handler<Throwable> exceptionHandler;

    BodyLimitFilter(ReadStream<Buffer> source, long limit) {
        this.source = source;
        this.limit = limit;
    }

    boolean exceeded() {
        return exceeded;
    }

    /** The service takes the body, but the client sends no more of it. */
    boolean waitsForClient() {
        return !ended && !paused && !exceeded;
    }

    /** When the last bytes went through, on the clock of {@link System#nanoTime()}. */
    long lastProgress() {
        return lastProgress;
    }

    @Override
    public ReadStream<Buffer> handler(Handler<Buffer> handler) {
        source.handler(handler == null ? null : buffer -> {
            received += buffer.length();
            lastProgress = System.nanoTime();
            if (received <= limit) {
                handler.handle(buffer);
            } else if (!exceeded) {
                exceeded = true;
                if (exceptionHandler != null) {
                    exceptionHandler.handle(new IllegalStateException("More than " + limit + " bytes"));
                }
            }
        });
        return this;
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
        exceptionHandler = handler;
        source.exceptionHandler(handler);
        return this;
    }

    @Override
    public ReadStream<Buffer> endHandler(Handler<Void> handler) {
        source.endHandler(handler == null ? null : end -> {
            ended = true;
            lastProgress = System.nanoTime();
            handler.handle(end);
        });
        return this;
    }

    @Override
    public ReadStream<Buffer> pause() {
        paused = true;
        source.pause();
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        paused = false;
        source.resume();
        return this;
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        paused = false;
        source.fetch(amount);
        return this;
    }
}
