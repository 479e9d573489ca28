package org.jixiao.gateway.problem;

/** What the gateway itself may answer instead of a service, in the order in which it looks. */
public enum GatewayProblem {

    TOO_MANY_CONNECTIONS(503),
    MALFORMED_REQUEST(400),
    URI_TOO_LONG(414),
    HEADER_TOO_LARGE(431),
    AMBIGUOUS_PATH(400),
    METHOD_NOT_ALLOWED(405),
    ORIGIN_NOT_ALLOWED(403),
    TOKEN_IN_URL(400),
    INVALID_TOKEN(401),
    KEYS_UNAVAILABLE(503),
    RATE_LIMITED(429),
    UNKNOWN_PATH(404),
    MAINTENANCE(503),
    BODY_TOO_LARGE(413),
    REQUEST_TIMEOUT(408),
    OVERLOADED(503),
    SERVICE_UNAVAILABLE(503),
    BAD_GATEWAY(502),
    GATEWAY_TIMEOUT(504),
    INTERNAL_ERROR(500);

    private final int status;

    GatewayProblem(int status) {
        this.status = status;
    }

    /** The HTTP status of the answer. */
    public int status() {
        return status;
    }
}
