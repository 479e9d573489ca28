package org.jixiao.chassis.sql;

import java.util.List;
import java.util.Map;

/** Which of a database's settings let it forget what it has acknowledged. */
public final class Durability {

    /** Any of them off, and a commit that was answered may be gone after a crash, or a page half written. */
    public static final List<String> SETTINGS = List.of("fsync", "full_page_writes", "synchronous_commit");

    private Durability() {
    }

    /** What speaks against trusting the database with anything; a setting that it does not name speaks, too. */
    public static List<String> refusals(Map<String, String> settings) {
        return SETTINGS.stream().filter(name -> "off".equals(settings.getOrDefault(name, "off")))
            .map(name -> "the database has " + name + " off").toList();
    }
}
