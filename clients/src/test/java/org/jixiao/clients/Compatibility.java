package org.jixiao.clients;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.model.ChangedOpenApi;

/** Whether clients of one document can go on with another, and whether its version says so. */
final class Compatibility {

    private Compatibility() {
    }

    /**
     * What speaks against releasing {@code now} after {@code before}; empty if nothing does. A change that breaks clients
     * needs a new major version (before 1.0 a new minor one), any other change a higher version.
     */
    static List<String> objections(ObjectNode before, ObjectNode now) {
        List<String> objections = new ArrayList<>();
        ChangedOpenApi difference = OpenApiCompare.fromContents(readable(before), readable(now));
        int[] old = ApiFile.version(before);
        int[] next = ApiFile.version(now);
        if (difference.isIncompatible() && !saysSo(old, next)) {
            difference.getMissingEndpoints().forEach(gone -> objections.add("gone: " + gone));
            difference.getChangedOperations().stream().filter(operation -> operation.isIncompatible())
                .forEach(operation -> objections.add("breaks clients: " + operation.getHttpMethod() + " " + operation.getPathUrl()));
            if (objections.isEmpty()) {
                objections.add("breaks clients");
            }
        }
        if (!difference.isUnchanged() && ApiFile.compare(next, old) <= 0 && !before.equals(now)) {
            objections.add("changed, but the version is still " + before.path("info").path("version").asText());
        }
        return objections;
    }

    private static boolean saysSo(int[] old, int[] next) {
        return old[0] == 0 && next[0] == 0 ? next[1] > old[1] : next[0] > old[0];
    }

    /** The tool compares documents of version 3.0 in full and those of 3.1 in part; ours use nothing that 3.0 cannot say. */
    private static String readable(ObjectNode document) {
        return document.deepCopy().put("openapi", "3.0.3").toString();
    }
}
