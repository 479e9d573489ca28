package org.jixiao.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ChangelogTest {

    @Test
    void theChangelogNamesTheVersionAndEveryOperationThatCameOrWent() throws IOException {
        String page = Files.readString(ApiFile.FOLDER.resolve("CHANGELOG.md"));
        Map<String, String> before = ApiFile.operations(ApiFile.released());
        Map<String, String> now = ApiFile.operations(ApiFile.today());
        String version = ApiFile.today().path("info").path("version").asText();
        String section = section(page, version);
        List<String> missing = new ArrayList<>();
        if (section.isEmpty()) {
            missing.add("version " + version);
        }
        without(now.keySet(), before.keySet()).stream().filter(id -> !names(section, id)).forEach(id -> missing.add("new: " + id + " " + now.get(id)));
        without(before.keySet(), now.keySet()).stream().filter(id -> !names(section, id)).forEach(id -> missing.add("gone: " + id + " " + before.get(id)));
        assertEquals("", String.join("\n", missing));
    }

    private static List<String> without(Set<String> all, Set<String> others) {
        return all.stream().filter(id -> !others.contains(id)).toList();
    }

    private static boolean names(String section, String id) {
        return section.contains("`" + id + "`");
    }

    /** From the version's heading to the next. */
    private static String section(String page, String version) {
        for (String section : page.split("(?m)^## ")) {
            if (Pattern.compile("^" + Pattern.quote(version) + "\\b").matcher(section).find()) {
                return section;
            }
        }
        return "";
    }
}
