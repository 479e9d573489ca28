package org.jixiao.chassis.access;

import java.util.Set;
import java.util.TreeSet;

/**
 * Who is calling, as which roles, and for which departments.
 *
 * @param departments department codes, or the single entry {@code *} for all of them
 */
public record Caller(String subject, Set<String> roles, Set<String> departments) {

    public static final String ALL_DEPARTMENTS = "*";
    /** In front of the name of a part of the suite. */
    public static final String SYSTEM = "system:";
    public static final Caller NOBODY = new Caller("", Set.of(), Set.of());

    public Caller {
        roles = Set.copyOf(roles);
        departments = Set.copyOf(departments);
    }

    /** A part of the suite acting on its own, for one department only. */
    public static Caller system(String name, String department) {
        return new Caller(SYSTEM + name, Set.of(), Set.of(department));
    }

    public boolean mayTouch(String department) {
        return departments.contains(ALL_DEPARTMENTS) || departments.contains(department);
    }

    public boolean has(String role) {
        return roles.contains(role);
    }

    /** The departments as the database's row-level security reads them. */
    public String scope() {
        return departments.contains(ALL_DEPARTMENTS) ? ALL_DEPARTMENTS : String.join(",", new TreeSet<>(departments));
    }
}
