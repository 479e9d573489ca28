package org.jixiao.chassis.operation;

import io.quarkus.arc.Arc;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The operations of this service by their ids, and what stands on them. */
@ApplicationScoped
public class OperationsHandler {

    /** The methods behind the operations of every resource. */
    public static Map<String, Method> operations() {
        Map<String, Method> operations = new TreeMap<>();
        for (Bean<?> bean : Arc.container().beanManager().getBeans(Object.class, Any.Literal.INSTANCE)) {
            if (bean.getBeanClass().isAnnotationPresent(Path.class)) {
                for (Method method : bean.getBeanClass().getDeclaredMethods()) {
                    Operation operation = method.getAnnotation(Operation.class);
                    if (operation != null) {
                        operations.put(operation.operationId(), method);
                    }
                }
            }
        }
        return operations;
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
