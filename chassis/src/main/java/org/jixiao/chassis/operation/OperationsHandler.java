package org.jixiao.chassis.operation;

import io.quarkus.arc.Arc;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The operations of this service by their ids, and what stands on them. */
@ApplicationScoped
public class OperationsHandler {

    private volatile List<Address> addresses;

    /** The methods behind the operations of every resource. */
    public static Map<String, Method> operations() {
        Map<String, Method> operations = new TreeMap<>();
        for (Class<?> resource : resources()) {
            for (Method method : resource.getDeclaredMethods()) {
                Operation operation = method.getAnnotation(Operation.class);
                if (operation != null) {
                    operations.put(operation.operationId(), method);
                }
            }
        }
        return operations;
    }

    /** What methods an address takes; empty where nothing is. */
    public Set<String> methodsAt(String path) {
        if (addresses == null) {
            addresses = addresses();
        }
        Set<String> methods = new TreeSet<>();
        addresses.stream().filter(address -> address.answers(path)).forEach(address -> methods.add(address.method()));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        return methods;
    }

    private static List<Address> addresses() {
        List<Address> addresses = new ArrayList<>();
        for (Class<?> resource : resources()) {
            for (Method method : resource.getDeclaredMethods()) {
                for (Annotation annotation : method.getAnnotations()) {
                    HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
                    if (verb != null) {
                        Path below = method.getAnnotation(Path.class);
                        addresses.add(Address.of(verb.value(), joined(resource.getAnnotation(Path.class).value(),
                            below == null ? "" : below.value())));
                    }
                }
            }
        }
        return addresses;
    }

    private static String joined(String above, String below) {
        String path = (above.startsWith("/") ? above : "/" + above) + (below.isEmpty() || below.startsWith("/") ? below : "/" + below);
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static List<Class<?>> resources() {
        List<Class<?>> resources = new ArrayList<>();
        for (Bean<?> bean : Arc.container().beanManager().getBeans(Object.class, Any.Literal.INSTANCE)) {
            if (bean.getBeanClass().isAnnotationPresent(Path.class)) {
                resources.add(bean.getBeanClass());
            }
        }
        return resources;
    }

    /** A service whose deprecations make no sense does not start. */
    void check(@Observes StartupEvent start) {
        operations().forEach((id, method) -> {
            if (method.isAnnotationPresent(Retiring.class)) {
                try {
                    Retirement.of(method.getAnnotation(Retiring.class));
                } catch (IllegalArgumentException senseless) {
                    throw new IllegalStateException("the deprecation of " + id + " makes no sense: " + senseless.getMessage(), senseless);
                }
            }
        });
    }
}
