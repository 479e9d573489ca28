package org.jixiao.chassis.request;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jixiao.chassis.paging.Listed;
import org.jixiao.chassis.paging.Listing;
import org.jixiao.chassis.paging.Narrowed;
import org.jixiao.chassis.paging.Selectable;
import org.jixiao.chassis.paging.Text;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

/**
 * Refuses a query parameter that the operation does not know, so that a misspelt filter never widens a list; one
 * that is given twice, of which one would be ignored; and text that no database can keep.
 */
public class ParameterFilter {

    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    @ServerRequestFilter
    public void refuseUnknown(ContainerRequestContext request, ResourceInfo resource) {
        if (resource.getResourceMethod() == null) {
            return;
        }
        request.getUriInfo().getPathParameters().values().forEach(values -> values.forEach(value -> {
            if (!Text.isStorable(value)) {
                throw new Violation(ChassisProblem.UNKNOWN_PATH);
            }
        }));
        Map<String, List<String>> given = request.getUriInfo().getQueryParameters();
        if (given.isEmpty()) {
            return;
        }
        Set<String> parameters = known.computeIfAbsent(resource.getResourceMethod(), ParameterFilter::parametersOf);
        given.forEach((name, values) -> {
            if (!parameters.contains(name)) {
                throw new Violation(ChassisProblem.UNKNOWN_PARAMETER).at("?" + name).with("parameter", name);
            }
            if (values.size() > 1) {
                throw new Violation(ChassisProblem.PARAMETER_REPEATED).at("?" + name).with("parameter", name);
            }
            if (!Text.isStorable(values.get(0))) {
                throw new Violation(ChassisProblem.INVALID_VALUE).at("?" + name).with("value", "").with("expected", "text");
            }
        });
    }

    private static Set<String> parametersOf(Method method) {
        Set<String> names = new HashSet<>();
        Stream.of(method.getParameters())
            .flatMap(parameter -> Stream.of(parameter.getAnnotations()).map(annotation -> name(annotation, parameter.getName())))
            .filter(name -> name != null).forEach(names::add);
        if (method.isAnnotationPresent(Listed.class)) {
            names.addAll(Listing.of(method.getAnnotation(Listed.class)).parameters());
            if (method.getAnnotation(Listed.class).whole()) {
                names.removeAll(Set.of(Listing.LIMIT, Listing.CURSOR));
            }
        }
        if (method.isAnnotationPresent(Narrowed.class)) {
            Listing.of(method.getAnnotation(Narrowed.class)).filters().forEach(filter -> names.add(filter.name()));
        }
        if (method.isAnnotationPresent(Selectable.class)) {
            names.add(Listing.FIELDS);
        }
        return Collections.unmodifiableSet(names);
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
