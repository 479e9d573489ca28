package org.jixiao.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidsTest {

    private static final String FOLDER = "/srv/jixiao/.suite";

    @TempDir
    Path folder;
    private Home home;
    private Process process;

    @BeforeEach
    void prepare() {
        home = new Home(folder, folder.resolve("home")).prepared();
    }

    @AfterEach
    void end() throws Exception {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void aJavaProcessWithOurMarkIsOurs() {
        assertTrue(Pids.isOurs(FOLDER, Optional.of("/usr/bin/java -Dsuite.home=/srv/jixiao/.suite -jar x.jar")));
    }

    @Test
    void aDatabaseOnOurDataIsOurs() {
        assertTrue(Pids.isOurs(FOLDER, Optional.of("/opt/pg/bin/postgres -D /srv/jixiao/.suite/postgres -c port=1")));
    }

    @Test
    void aProcessOfASuiteInAnotherFolderIsNotOurs() {
        assertFalse(Pids.isOurs(FOLDER, Optional.of("java -Dsuite.home=/srv/jixiao/.suite2 -jar x.jar")));
    }

    @Test
    void aProcessBelowAFolderOfTheSameNameElsewhereIsNotOurs() {
        assertFalse(Pids.isOurs(FOLDER, Optional.of("java -Dsuite.home=/mnt/srv/jixiao/.suite -jar x.jar")));
    }

    @Test
    void aProcessThatHasTakenOverTheNumberIsNotOurs() {
        assertFalse(Pids.isOurs(FOLDER, Optional.of("/usr/sbin/sshd -D")));
    }

    @Test
    void aProcessWhoseCommandLineMayNotBeReadIsNotOurs() {
        assertFalse(Pids.isOurs(FOLDER, Optional.empty()));
    }

    @Test
    void linesThatMakeNoSenseAreSkipped() throws Exception {
        Files.writeString(home.run().resolve("pids"), "kafka 12 TERM\nhalf a li\npostgres -1 INT\n\n");

        assertEquals(List.of(new Pids.Entry("kafka", 12, "TERM")), new Pids(home).read());
    }

    @Test
    void reapingEndsAProcessOfOurs() throws Exception {
        process = new ProcessBuilder("sh", "-c", "sleep 60; :", home.folder().toString()).start();
        Pids pids = new Pids(home);
        pids.add(new Pids.Entry("sleeper", process.pid(), "TERM"));

        List<String> found = pids.reap();

        assertTrue(process.waitFor(5, TimeUnit.SECONDS));
        assertEquals(List.of("sleeper (pid " + process.pid() + ")"), found);
    }

    @Test
    void reapingLeavesAStrangerAlone() throws Exception {
        process = new ProcessBuilder("sleep", "60").start();
        Pids pids = new Pids(home);
        pids.add(new Pids.Entry("stranger", process.pid(), "TERM"));

        List<String> found = pids.reap();

        assertTrue(process.isAlive());
        assertEquals(List.of(), found);
    }

    @Test
    void reapingForgetsTheList() throws Exception {
        Pids pids = new Pids(home);
        pids.add(new Pids.Entry("gone", 999_999_999L, "TERM"));

        pids.reap();

        assertEquals(List.of(), pids.read());
    }
}
