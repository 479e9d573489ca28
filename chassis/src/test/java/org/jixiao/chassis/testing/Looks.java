package org.jixiao.chassis.testing;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jixiao.chassis.audit.AuditedRead;

/** The operations that show something without leaving a trace. */
public final class Looks {

    private Looks() {
    }

    /** Operations that read for somebody with a token and record nothing, as {@code Class.method}. */
    public static Set<String> unrecorded(Path classes) {
        Set<String> found = new TreeSet<>();
        for (String name : resources(classes)) {
            for (Method method : load(name).getDeclaredMethods()) {
                if (method.isAnnotationPresent(GET.class) && !method.isAnnotationPresent(PermitAll.class)
                    && !method.isAnnotationPresent(AuditedRead.class)) {
                    found.add(name.substring(name.lastIndexOf('.') + 1) + "." + method.getName());
                }
            }
        }
        return found;
    }

    private static List<String> resources(Path classes) {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString()).filter(file -> file.endsWith("Resource.class"))
                .map(file -> file.replace(".class", "").replace(file.contains("\\") ? '\\' : '/', '.')).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Looks.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
