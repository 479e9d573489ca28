package org.jixiao.budget.intake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a department has in a year, to match the codes and names of a file with. Grows with the appropriations, not with the file. */
final class Places {

    static final long NONE = 0;
    static final long SEVERAL = -1;
    private static final int CLASSES = 6;
    /** Its place among them. */
    private static final int PROJECT = 1;

    private final Names agencies = new Names();
    private final Names projects = new Names();
    private final Map<Long, Line.Key> appropriations = new HashMap<>();
    /** By which classes are given: what is given, and the one appropriation that has it, or SEVERAL. */
    private final Map<Integer, Map<List<Object>, Long>> found = new HashMap<>();
    private final Map<String, String> classNames = new HashMap<>();

    /** Codes, and names that are one code's only. */
    private static final class Names {

        private final Set<String> codes = new HashSet<>();
        private final Map<String, String> byName = new HashMap<>();

        void add(String code, String name) {
            codes.add(code);
            byName.merge(name, code, (one, other) -> one.equals(other) ? one : "");
        }

        String code(String text) {
            if (codes.contains(text)) {
                return text;
            }
            String first = text.split("[\\s\u3000]|(?<=\\S)[—–:：]", 2)[0];
            if (codes.contains(first)) {
                return first;
            }
            String named = byName.get(text);
            return named == null || named.isEmpty() ? null : named;
        }
    }

    void addAgency(String code, String name) {
        agencies.add(code, name);
    }

    void addProject(String code, String name) {
        projects.add(code, name);
    }

    void addAppropriation(long id, Line.Key key, String economicClassName) {
        appropriations.put(id, key);
        classNames.putIfAbsent(key.economicClass(), economicClassName);
        found.forEach((given, byClasses) -> byClasses.merge(classes(key, given), id, (one, other) -> SEVERAL));
    }

    /** The code, or null where the department has none or several of this name. */
    String agency(String text) {
        return agencies.code(text);
    }

    String project(String text) {
        return projects.code(text);
    }

    boolean hasAppropriation(long id) {
        return appropriations.containsKey(id);
    }

    /** A name that the year knows for an economic class, or the code itself. */
    String className(String economicClass) {
        return classNames.getOrDefault(economicClass, economicClass);
    }

    /**
     * The one appropriation with these classes, whatever those are that are null; NONE or SEVERAL.
     *
     * @param projectGiven whether a project that is null means none, instead of any
     */
    long appropriation(Line.Key wanted, boolean projectGiven) {
        List<Object> all = all(wanted);
        int given = projectGiven ? 1 << PROJECT : 0;
        for (int i = 0; i < CLASSES; i++) {
            given |= all.get(i) == null ? 0 : 1 << i;
        }
        return found.computeIfAbsent(given, this::index).getOrDefault(classes(wanted, given), NONE);
    }

    /** The appropriation with exactly these classes, or NONE. */
    long exactly(Line.Key wanted) {
        return found.computeIfAbsent((1 << CLASSES) - 1, this::index).getOrDefault(all(wanted), NONE);
    }

    private Map<List<Object>, Long> index(int given) {
        Map<List<Object>, Long> byClasses = new HashMap<>();
        appropriations.forEach((id, key) -> byClasses.merge(classes(key, given), id, (one, other) -> SEVERAL));
        return byClasses;
    }

    private static List<Object> classes(Line.Key key, int given) {
        List<Object> all = all(key);
        List<Object> some = new ArrayList<>(CLASSES);
        for (int i = 0; i < CLASSES; i++) {
            if ((given & 1 << i) != 0) {
                some.add(all.get(i));
            }
        }
        return some;
    }

    private static List<Object> all(Line.Key key) {
        return Arrays.asList(key.agencyCode(), key.projectCode(), key.fundNature(), key.expenditureKind(), key.functionalClass(),
            key.economicClass());
    }
}
