package org.jixiao.chassis.problem;

/** Refusals that every service knows, in order of precedence. */
public enum ChassisProblem implements ProblemCode {

    UNKNOWN_PATH(404),
    METHOD_NOT_ALLOWED(405),
    NOT_ACCEPTABLE(406),
    UNSUPPORTED_MEDIA_TYPE(415),
    BODY_TOO_LARGE(413),
    UNAUTHENTICATED(401),
    ROLES_CONFLICT(403),
    FORBIDDEN(403),
    MALFORMED_JSON(400),
    UNKNOWN_FIELD(400),
    INVALID_VALUE(400),
    VALIDATION_FAILED(400),
    UNKNOWN_PARAMETER(400),
    PARAMETER_REPEATED(400),
    UNKNOWN_SORT(400),
    UNKNOWN_FIELD_SELECTION(400),
    INVALID_CURSOR(400),
    UNKNOWN_POSITION(400),
    IDEMPOTENCY_KEY_MISSING(400),
    IDEMPOTENCY_KEY_INVALID(400),
    IDEMPOTENCY_KEY_IN_USE(409),
    IDEMPOTENCY_KEY_REUSED(422),
    NOT_FOUND(404),
    IF_MATCH_REQUIRED(428),
    STALE(412),
    ALREADY_EXISTS(409),
    CONFLICT(409),
    JOB_ENDED(409),
    JOB_ABANDONED(500),
    TOO_MANY_JOBS(429),
    AUDIT_UNAVAILABLE(503),
    TEMPORARILY_UNAVAILABLE(503),
    INTERNAL_ERROR(500);

    private final int status;

    ChassisProblem(int status) {
        this.status = status;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String bundle() {
        return "chassis-problems";
    }
}
