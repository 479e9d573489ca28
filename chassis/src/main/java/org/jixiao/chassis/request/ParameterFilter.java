package org.jixiao.chassis.request;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

/** Refuses a query parameter that the operation does not know, so that a misspelt filter never widens a list. */
public class ParameterFilter {

    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    @ServerRequestFilter
    public void refuseUnknown(ContainerRequestContext request, ResourceInfo resource) {
        Set<String> given = request.getUriInfo().getQueryParameters().keySet();
        if (given.isEmpty() || resource.getResourceMethod() == null) {
            return;
        }
        Set<String> parameters = known.computeIfAbsent(resource.getResourceMethod(), ParameterFilter::parametersOf);
        for (String name : given) {
            if (!parameters.contains(name)) {
                throw new Violation(ChassisProblem.UNKNOWN_PARAMETER).at("?" + name).with("parameter", name);
            }
        }
    }

    private static Set<String> parametersOf(Method method) {
        return Stream.of(method.getParameters())
            .flatMap(parameter -> Stream.of(parameter.getAnnotations()).map(annotation -> name(annotation, parameter.getName())))
            .filter(name -> name != null)
            .collect(Collectors.toUnmodifiableSet());
    }

    private static String name(Annotation annotation, String parameterName) {
        if (annotation instanceof QueryParam query) {
            return query.value();
        }
        if (annotation instanceof RestQuery query) {
            return query.value().isEmpty() ? parameterName : query.value();
        }
        return null;
    }
}
