package org.jixiao.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.jixiao.local.demo.Demo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole suite as it is deployed, and the way through it that the README promises. */
class DemoIT {

    private static final Set<Service> ALL = EnumSet.allOf(Service.class);

    @TempDir
    Path folder;
    private Launcher launcher;

    @AfterEach
    void end() {
        if (launcher != null) {
            launcher.stop();
        }
    }

    @Test
    void theWholeWayHoldsAndASecondRunChangesNothing() throws IOException {
        Home home = new Home(Path.of("..").toAbsolutePath().normalize(), folder).prepared();
        Ports ports = FreePorts.forServices(ALL);
        launcher = new Launcher(home, ports, ALL, new Progress(System.out));
        launcher.start();

        assertEquals(0, Demo.run(Environment.of(home, ports)));
        assertEquals(0, Demo.run(Environment.of(home, ports)));
    }
}
