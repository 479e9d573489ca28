package org.jixiao.chassis.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jixiao.chassis.problem.ProblemCode;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Which error codes each operation can be refused with, read off the compiled classes: every code that is named in a
 * method that the operation's method can reach. It may name one that never occurs, it misses none that our code throws.
 */
public final class ReachableCodes {

    private static final String OWN = "org/jixiao/";
    private static final String OPERATION = "Lorg/eclipse/microprofile/openapi/annotations/Operation;";
    private static final String ETAG = "org/jixiao/chassis/etag/Etag.of";
    private static final int API = Opcodes.ASM9;

    private record Method(Set<String> calls, Set<String> codes) {
    }

    private final Map<String, String> operations = new TreeMap<>();
    private final Map<String, Method> methods = new HashMap<>();
    private final Map<String, Set<String>> parents = new HashMap<>();
    private final Map<String, Set<String>> children = new HashMap<>();

    private ReachableCodes() {
    }

    /** Compares the committed file of a service with its classes; see {@link CommittedFile}. */
    public static void compare(Path classes, Path committed) {
        ReachableCodes codes = new ReachableCodes();
        try {
            codes.read(classes);
            URI chassis = ProblemCode.class.getProtectionDomain().getCodeSource().getLocation().toURI();
            Path place = Path.of(chassis);
            if (Files.isDirectory(place)) {
                codes.read(place);
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(place)) {
                    codes.read(jar.getPath("/"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        CommittedFile.compare(committed, codes.file());
    }

    private String file() {
        StringBuilder file = new StringBuilder("# Made from the compiled classes by ErrorCodesTest: what each operation's own code may answer\n");
        operations.forEach((operation, method) -> {
            Set<String> reached = reach(method);
            Set<String> codes = new TreeSet<>();
            reached.forEach(name -> codes.addAll(methods.get(name).codes()));
            boolean tagged = reached.stream().filter(name -> !name.startsWith("org/jixiao/chassis/idempotency"))
                .anyMatch(name -> name.startsWith(ETAG));
            file.append(operation).append(".codes=").append(String.join(" ", codes)).append('\n');
            if (tagged) {
                file.append(operation).append(".headers=ETag\n");
            }
        });
        return file.toString();
    }

    private Set<String> reach(String method) {
        Set<String> reached = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(method));
        while (!open.isEmpty()) {
            for (String target : targets(open.pop())) {
                if (reached.add(target)) {
                    open.addAll(methods.get(target).calls());
                }
            }
        }
        return reached;
    }

    /** The method itself or the inherited one, and all that override it. */
    private Set<String> targets(String call) {
        int dot = call.indexOf('.');
        Set<String> found = new HashSet<>();
        inherited(call.substring(0, dot), call.substring(dot), found);
        overriding(call.substring(0, dot), call.substring(dot), found);
        return found;
    }

    private void inherited(String owner, String name, Set<String> found) {
        if (methods.containsKey(owner + name)) {
            found.add(owner + name);
            return;
        }
        parents.getOrDefault(owner, Set.of()).forEach(parent -> inherited(parent, name, found));
    }

    private void overriding(String owner, String name, Set<String> found) {
        for (String child : children.getOrDefault(owner, Set.of())) {
            if (methods.containsKey(child + name)) {
                found.add(child + name);
            }
            overriding(child, name, found);
        }
    }

    private void read(Path root) throws IOException {
        List<Path> classes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(file -> file.toString().endsWith(".class")).sorted().forEach(classes::add);
        }
        for (Path file : classes) {
            new ClassReader(Files.readAllBytes(file)).accept(new ClassFile(), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        }
    }

    private final class ClassFile extends ClassVisitor {

        private String name;

        ClassFile() {
            super(API);
        }

        @Override
        public void visit(int version, int access, String own, String signature, String parent, String[] interfaces) {
            name = own;
            Set<String> all = new HashSet<>(List.of(interfaces));
            all.add(parent);
            parents.put(own, all);
            all.forEach(one -> children.computeIfAbsent(one, absent -> new HashSet<>()).add(own));
        }

        @Override
        public MethodVisitor visitMethod(int access, String method, String descriptor, String signature, String[] exceptions) {
            Method body = new Method(new HashSet<>(), new TreeSet<>());
            String key = name + "." + method + descriptor;
            methods.put(key, body);
            return new Body(key, body);
        }
    }

    private final class Body extends MethodVisitor {

        private final String key;
        private final Method body;

        Body(String key, Method body) {
            super(API);
            this.key = key;
            this.body = body;
        }

        @Override
        public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            return !descriptor.equals(OPERATION) ? null : new AnnotationVisitor(API) {
                @Override
                public void visit(String name, Object value) {
                    if (name.equals("operationId")) {
                        operations.put(String.valueOf(value), key);
                    }
                }
            };
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (owner.startsWith(OWN)) {
                body.calls().add(owner + "." + name + descriptor);
            }
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            for (Object argument : arguments) {
                if (argument instanceof Handle handle && handle.getOwner().startsWith(OWN)) {
                    body.calls().add(handle.getOwner() + "." + handle.getName() + handle.getDesc());
                }
            }
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            if (opcode == Opcodes.GETSTATIC && owner.startsWith(OWN) && owner.endsWith("Problem") && descriptor.equals("L" + owner + ";")) {
                body.codes().add(status(owner, name) + "/" + name);
            }
        }

        private static int status(String owner, String name) {
            try {
                return ((ProblemCode) Class.forName(owner.replace('/', '.')).getField(name).get(null)).status();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(owner + "." + name, e);
            }
        }
    }
}
