package org.jixiao.chassis.access;

import java.nio.file.Path;
import java.util.List;
import org.jixiao.chassis.testing.ApiOperation;
import org.jixiao.chassis.testing.CommittedFile;
import org.junit.jupiter.api.Test;

/** The roles of all operations on one page, from the API documents. */
class RolesTableTest {

    private static final Path DOCS = Path.of("..", "docs", "api");
    private static final List<String> SERVICES = List.of("budget-service", "evaluation-service", "report-service");

    @Test
    void thePageIsWhatTheDocumentsSay() {
        StringBuilder page = new StringBuilder("""
            # Who may do what

            Generated from the API documents beside it and compared by a test; the documents are generated from the code.
            Every operation but the public ones looks only at the caller's departments. `x` may, a blank may not (403).

            """);
        page.append("| service | operation | public | ").append(String.join(" | ", Role.ALL)).append(" |\n|")
            .append(" --- |".repeat(Role.ALL.size() + 3)).append('\n');
        for (String service : SERVICES) {
            for (ApiOperation operation : ApiOperation.of(DOCS.resolve(service + ".json"))) {
                page.append("| ").append(service.replace("-service", "")).append(" | `").append(operation.id()).append("` | ")
                    .append(operation.isOpen() ? "x" : "").append(" |");
                for (String role : Role.ALL) {
                    page.append(operation.isOpen() || operation.allows(role) ? " x |" : "  |");
                }
                page.append('\n');
            }
        }
        CommittedFile.compare(DOCS.resolve("ROLES.md"), page.toString());
    }
}
