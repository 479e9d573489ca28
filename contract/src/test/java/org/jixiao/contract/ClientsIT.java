package org.jixiao.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jixiao.client.Example;
import org.junit.jupiter.api.Test;

/** The example programs of the clients run against a suite that runs. */
class ClientsIT {

    private static final String DEPARTMENTS = "*";

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
        Process node = new ProcessBuilder("node", example.toString(), suite.base().toString(),
            suite.token("budget-officer", DEPARTMENTS), suite.token("evaluator", DEPARTMENTS), "EX-TS").redirectErrorStream(true).start();
        String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(node.waitFor(60, TimeUnit.SECONDS) && node.exitValue() == 0, said);
        assertTrue(said.endsWith("all of it held\n"), said);
    }
}
