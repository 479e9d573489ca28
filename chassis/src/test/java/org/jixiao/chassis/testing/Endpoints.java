package org.jixiao.chassis.testing;

import io.quarkus.security.Authenticated;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The endpoints of a module as its compiled classes declare them. */
public final class Endpoints {

    private static final List<Class<? extends Annotation>> RULES =
        List.of(RolesAllowed.class, Authenticated.class, PermitAll.class, DenyAll.class);

    private Endpoints() {
    }

    /** Those of which nobody said who may call them. */
    public static List<String> withoutRule(Path classes) {
        try (Stream<Path> files = Files.walk(classes)) {
            List<String> open = new ArrayList<>();
            for (Path file : files.filter(one -> one.toString().endsWith("Resource.class")).sorted().toList()) {
                String name = classes.relativize(file).toString().replace('/', '.').replaceAll("\\.class$", "");
                Class<?> resource = Class.forName(name, false, Thread.currentThread().getContextClassLoader());
                for (Method method : resource.getDeclaredMethods()) {
                    boolean endpoint = Stream.of(method.getAnnotations())
                        .anyMatch(annotation -> annotation.annotationType().isAnnotationPresent(HttpMethod.class));
                    if (endpoint && !(hasRule(method) || hasRule(resource))) {
                        open.add(name + "." + method.getName());
                    }
                }
            }
            return open;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean hasRule(AnnotatedElement element) {
        return RULES.stream().anyMatch(element::isAnnotationPresent);
    }
}
