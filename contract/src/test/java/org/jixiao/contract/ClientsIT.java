package org.jixiao.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jixiao.client.Example;
import org.junit.jupiter.api.Test;

/** The example programs of the clients run against a suite that runs. */
class ClientsIT {

    private static final String DEPARTMENTS = "*";
    private static final List<String> ROLES = List.of("budget-officer", "evaluator", "department-reviewer", "finance-reviewer",
        "publisher", "auditor", "scheme-administrator");

    @Test
    void theJavaExampleRuns() throws Exception {
        RunningSuite suite = RunningSuite.get();
        assertEquals(List.of("created EX-JAVA, again: replayed true", "projects 3", "refused APPROPRIATION_EXCEEDED available 0.00",
                "form DRAFT tag \"0\" then \"1\"", "refused STALE"),
            Example.run(suite.base(), suite.token("budget-officer", DEPARTMENTS), suite.token("evaluator", DEPARTMENTS), "EX-JAVA"));
    }

    /** Compiled by clients/check, which stands before this module in the build; without node neither is done. */
    @Test
    void theTypeScriptExampleRuns() throws Exception {
        Path example = Path.of("../clients/build/typescript/typescript/example.js");
        assumeTrue(Files.exists(example), "clients/check has not been run: no node?");
        RunningSuite suite = RunningSuite.get();
        assertHeld("node", example.toString(), suite.base().toString(),
            suite.token("budget-officer", DEPARTMENTS), suite.token("evaluator", DEPARTMENTS), "EX-TS");
    }

    /** In a department where all is done already, and in one where nothing is. */
    @Test
    void everyRequestOfTheCollectionIsAnsweredAsTheDocumentSays() throws Exception {
        assumeTrue(Files.exists(Path.of("../clients/build/api.d.ts")), "clients/check has not been run: no node?");
        RunningSuite suite = RunningSuite.get();
        List<String> command = new ArrayList<>(List.of("../clients/check-collection", suite.base().toString()));
        for (String role : ROLES) {
            command.add(role + "=" + suite.token(role, DEPARTMENTS));
        }
        for (String department : List.of(RunningSuite.DEPARTMENT, "EX-COLLECTION")) {
            command.add("department=" + department);
            assertHeld(command.toArray(String[]::new));
            command.remove(command.size() - 1);
        }
    }

    private static void assertHeld(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0, said);
        assertTrue(said.endsWith("all of it held\n"), said);
    }
}
