package org.jixiao.chassis.problem;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What can be wrong with a request before any rule of the field is asked. */
public class RequestProblems {

    private final ProblemRenderer problems;

    RequestProblems(ProblemRenderer problems) {
        this.problems = problems;
    }

    @ServerExceptionMapper
    public Response violation(Violation violation) {
        return problems.render(violation);
    }

    @ServerExceptionMapper({AuthenticationFailedException.class, UnauthorizedException.class})
    public Response unauthenticated() {
        return problems.render(new Violation(ChassisProblem.UNAUTHENTICATED));
    }

    @ServerExceptionMapper
    public Response forbidden(ForbiddenException refused) {
        return problems.render(new Violation(ChassisProblem.FORBIDDEN));
    }

    @ServerExceptionMapper
    public Response unknownPath(NotFoundException missing) {
        return problems.render(new Violation(ChassisProblem.UNKNOWN_PATH));
    }

    @ServerExceptionMapper
    public Response invalid(ConstraintViolationException invalid) {
        return problems.render(violation(invalid));
    }

    /** The faults in the order of their places: the same request gets the same answer. */
    public static Violation violation(ConstraintViolationException invalid) {
        Violation violation = new Violation(ChassisProblem.VALIDATION_FAILED);
        invalid.getConstraintViolations().stream()
            .sorted(Comparator.comparing((ConstraintViolation<?> fault) -> pointer(fault.getPropertyPath()))
                .thenComparing(ConstraintViolation::getMessage))
            .forEach(fault -> violation.error(pointer(fault.getPropertyPath()), ChassisProblem.VALIDATION_FAILED, fault.getMessage()));
        return violation;
    }

    @ServerExceptionMapper
    public Response web(WebApplicationException refused) {
        Violation fromJson = JsonProblems.violation(refused.getCause());
        if (fromJson != null) {
            return problems.render(fromJson);
        }
        ChassisProblem code = switch (refused.getResponse().getStatus()) {
            case 401 -> ChassisProblem.UNAUTHENTICATED;
            case 403 -> ChassisProblem.FORBIDDEN;
            case 404 -> ChassisProblem.UNKNOWN_PATH;
            case 405 -> ChassisProblem.METHOD_NOT_ALLOWED;
            case 406 -> ChassisProblem.NOT_ACCEPTABLE;
            case 413 -> ChassisProblem.BODY_TOO_LARGE;
            case 415 -> ChassisProblem.UNSUPPORTED_MEDIA_TYPE;
            case 503 -> ChassisProblem.TEMPORARILY_UNAVAILABLE;
            default -> refused.getResponse().getStatus() < 500 ? ChassisProblem.VALIDATION_FAILED : ChassisProblem.INTERNAL_ERROR;
        };
        Response answer = problems.render(new Violation(code));
        Object allow = refused.getResponse().getHeaderString("Allow");
        return allow == null ? answer : Response.fromResponse(answer).header("Allow", allow).build();
    }

    /** Turns {@code createPayment.request.amount} into {@code /amount}: method and parameter are not the caller's. */
    private static String pointer(Path path) {
        StringBuilder pointer = new StringBuilder();
        for (Path.Node node : path) {
            if (node.getKind() == ElementKind.METHOD) {
                continue;
            }
            if (node.getKind() == ElementKind.PARAMETER) {
                pointer.append('?').append(node.getName());
                continue;
            }
            if (pointer.length() > 0 && pointer.charAt(0) == '?') {
                pointer.setLength(0);
            }
            if (node.getIndex() != null) {
                pointer.append('/').append(node.getIndex());
            }
            if (node.getKind() == ElementKind.PROPERTY) {
                pointer.append('/').append(node.getName());
            }
        }
        return pointer.toString();
    }
}
