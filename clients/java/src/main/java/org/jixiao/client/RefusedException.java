package org.jixiao.client;

import java.util.Map;

/** The API refused a request. Depend on the code; the title is a sentence for people. */
public final class RefusedException extends RuntimeException {

    private final int status;
    private final transient Map<?, ?> problem;

    RefusedException(int status, Map<?, ?> problem) {
        super(status + " " + problem.get("code") + ": " + problem.get("title") + " (request " + problem.get("requestId") + ")");
        this.status = status;
        this.problem = problem;
    }

    public int status() {
        return status;
    }

    /** The stable code, for example {@code APPROPRIATION_EXCEEDED}; empty where the answer was no problem. */
    public String code() {
        return problem.get("code") instanceof String code ? code : "";
    }

    /** A figure that the problem carries, for example {@code available}. */
    public Object field(String name) {
        return problem.get(name);
    }
}
