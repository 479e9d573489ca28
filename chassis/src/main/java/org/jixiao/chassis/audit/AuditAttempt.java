package org.jixiao.chassis.audit;

/**
 * Something that changed nothing: an attempt that was refused, or a look at what is not public.
 *
 * @param departmentCode the department that it concerns, {@code *} where there is not exactly one
 * @param outcome        {@code REFUSED} or {@code READ}
 * @param code           of the refusal, null for a look
 */
public record AuditAttempt(String departmentCode, String outcome, String actor, String roles, String action, String target,
                           int status, String code, String requestId, String traceId, String sourceAddress) {
}
