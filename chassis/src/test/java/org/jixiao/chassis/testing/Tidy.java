package org.jixiao.chassis.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The written rules of the house that can be read off the files. */
public final class Tidy {

    private static final String SUFFIXES =
        "Resource|Entity|Repository|Publisher|Consumer|Handler|Config|Routes|Problems|Filter|Health|Renderer|Job|Client";
    private static final Pattern MAY_TOUCH_THE_FRAMEWORK = Pattern.compile(".*(" + SUFFIXES + ")");
    private static final Pattern BANNED_NAME =
        Pattern.compile(".*(Service|Manager|Helper|Utils?|Impl|Dto|DTO|DAO|Mapper)|(Base|Abstract|Common)[A-Z].*");
    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?([\\w.]+)(?:\\.\\*)?;");
    private static final Pattern FLOATING = Pattern.compile("\\b(double|float|Double|Float)\\b|(double|float)Value\\(");
    private static final int DEPTH_MAX = 2;
    private static final int FILES_MAX = 16;

    private Tidy() {
    }

    /**
     * What is not tidy below a module's {@code src/main/java}, one sentence each.
     *
     * @param base the module's base package, for example {@code org.jixiao.budget}
     */
    public static List<String> untidy(Path sources, String base) {
        List<String> found = new ArrayList<>();
        Path root = sources.resolve(base.replace('.', '/'));
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.sorted().toList()) {
                if (Files.isDirectory(file)) {
                    folder(root, file, found);
                } else if (file.toString().endsWith(".java")) {
                    source(file, found);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /**
     * The rooms, which are the folders right below the base package, that import one another, directly or by way of
     * others. Who changes one of them must know all of them.
     */
    public static Set<String> circles(Path sources, String base) {
        Path root = sources.resolve(base.replace('.', '/'));
        Map<String, Set<String>> imports = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root, DEPTH_MAX + 1)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
                String room = root.relativize(file).getName(0).toString();
                for (String line : Files.readAllLines(file)) {
                    Matcher imported = IMPORT.matcher(line);
                    if (imported.matches() && imported.group(1).startsWith(base + ".")) {
                        imports.computeIfAbsent(room, fresh -> new TreeSet<>())
                            .add(imported.group(1).substring(base.length() + 1).split("\\.")[0]);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        imports.forEach((room, others) -> others.remove(room));
        Set<String> found = new TreeSet<>();
        for (String room : imports.keySet()) {
            if (reachable(room, imports).contains(room)) {
                found.add(room);
            }
        }
        return found;
    }

    private static Set<String> reachable(String room, Map<String, Set<String>> imports) {
        Set<String> seen = new TreeSet<>();
        Deque<String> next = new ArrayDeque<>(imports.getOrDefault(room, Set.of()));
        while (!next.isEmpty()) {
            String one = next.pop();
            if (seen.add(one)) {
                next.addAll(imports.getOrDefault(one, Set.of()));
            }
        }
        return seen;
    }

    private static void folder(Path root, Path folder, List<String> found) throws IOException {
        if (folder.startsWith(root) && root.relativize(folder).getNameCount() > DEPTH_MAX) {
            found.add(folder + " lies deeper than " + DEPTH_MAX + " folders below the base package");
        }
        try (Stream<Path> files = Files.list(folder)) {
            if (files.filter(Files::isRegularFile).count() > FILES_MAX) {
                found.add(folder + " holds more than " + FILES_MAX + " files");
            }
        }
    }

    private static void source(Path file, List<String> found) throws IOException {
        String name = file.getFileName().toString().replace(".java", "");
        if (name.equals("package-info")) {
            return;
        }
        if (BANNED_NAME.matcher(name).matches()) {
            found.add(name + " has a name that says nothing");
        }
        boolean plain = !MAY_TOUCH_THE_FRAMEWORK.matcher(name).matches();
        for (String line : Files.readAllLines(file)) {
            Matcher imported = IMPORT.matcher(line);
            if (plain && imported.matches() && !isPlain(imported.group(1))) {
                found.add(name + " is plain Java but imports " + imported.group(1));
            }
            if (!line.strip().startsWith("*") && !line.strip().startsWith("//") && FLOATING.matcher(line).find()) {
                found.add(name + " calculates with floating point: " + line.strip());
            }
        }
    }

    private static boolean isPlain(String imported) {
        if (imported.startsWith("java.")) {
            return true;
        }
        if (!imported.startsWith("org.jixiao.")) {
            return false;
        }
        for (String part : imported.split("\\.")) {
            if (Character.isUpperCase(part.charAt(0))) {
                return !MAY_TOUCH_THE_FRAMEWORK.matcher(part).matches();
            }
        }
        return true;
    }
}
