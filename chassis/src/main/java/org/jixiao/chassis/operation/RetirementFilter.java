package org.jixiao.chassis.operation;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Says in every answer of a deprecated operation that it is one, refusals included, and counts who still calls it. */
public class RetirementFilter {

    private final Map<Method, Optional<Retirement>> retirements = new ConcurrentHashMap<>();
    private final MeterRegistry meters;

    RetirementFilter(MeterRegistry meters) {
        this.meters = meters;
    }

    @ServerResponseFilter
    public void announce(ContainerResponseContext response, ResourceInfo resource) {
        if (resource == null || resource.getResourceMethod() == null) {
            return;
        }
        Method method = resource.getResourceMethod();
        retirements.computeIfAbsent(method, RetirementFilter::retirement).ifPresent(retirement -> {
            response.getHeaders().putSingle("Deprecation", retirement.deprecationHeader());
            response.getHeaders().putSingle("Sunset", retirement.sunsetHeader());
            retirement.links().forEach(link -> response.getHeaders().add("Link", link));
            meters.counter("deprecated.operation.calls", "operation", operationId(method)).increment();
        });
    }

    private static Optional<Retirement> retirement(Method method) {
        return Optional.ofNullable(method.getAnnotation(Retiring.class)).map(Retirement::of);
    }

    private static String operationId(Method method) {
        Operation operation = method.getAnnotation(Operation.class);
        return operation == null ? method.getName() : operation.operationId();
    }
}
