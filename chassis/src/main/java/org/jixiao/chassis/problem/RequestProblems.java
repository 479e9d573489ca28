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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Comparator;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jixiao.chassis.operation.OperationsHandler;

/** What can be wrong with a request before any rule of the field is asked. */
public class RequestProblems {

    private final ProblemRenderer problems;
    private final OperationsHandler operations;

    RequestProblems(ProblemRenderer problems, OperationsHandler operations) {
        this.problems = problems;
        this.operations = operations;
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
        return problems.render(refused.getCause() instanceof Violation violation ? violation : new Violation(ChassisProblem.FORBIDDEN));
    }

    /** The server says 404 of a wrong method, too, where two resources share the beginning of an address. */
    @ServerExceptionMapper
    public Response unknownPath(NotFoundException missing, UriInfo address, Request request) {
        Set<String> methods = operations.methodsAt(address.getPath());
        return methods.isEmpty() || methods.contains(request.getMethod())
            ? problems.render(new Violation(ChassisProblem.UNKNOWN_PATH))
            : notAllowed(methods);
    }

    private Response notAllowed(Set<String> methods) {
        return Response.fromResponse(problems.render(new Violation(ChassisProblem.METHOD_NOT_ALLOWED)))
            .header(HttpHeaders.ALLOW, String.join(", ", methods)).build();
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
    public Response web(WebApplicationException refused, UriInfo address) {
        if (refused.getResponse().getStatus() == Response.Status.METHOD_NOT_ALLOWED.getStatusCode()) {
            return notAllowed(operations.methodsAt(address.getPath()));
        }
        Violation fromJson = JsonProblems.violation(refused.getCause());
        if (fromJson != null) {
            return problems.render(fromJson);
        }
        ChassisProblem code = switch (refused.getResponse().getStatus()) {
            case 401 -> ChassisProblem.UNAUTHENTICATED;
            case 403 -> ChassisProblem.FORBIDDEN;
            case 404 -> ChassisProblem.UNKNOWN_PATH;
            case 406 -> ChassisProblem.NOT_ACCEPTABLE;
            case 413 -> ChassisProblem.BODY_TOO_LARGE;
            case 415 -> ChassisProblem.UNSUPPORTED_MEDIA_TYPE;
            case 503 -> ChassisProblem.TEMPORARILY_UNAVAILABLE;
            default -> refused.getResponse().getStatus() < 500 ? ChassisProblem.VALIDATION_FAILED : ChassisProblem.INTERNAL_ERROR;
        };
        return problems.render(new Violation(code));
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
