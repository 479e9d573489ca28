package org.jixiao.local;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * PostgreSQL refuses to run as root. When the suite is started by root, the database runs without
 * root's rights: in a user namespace of its own or, where that is refused, as the user nobody.
 *
 * @param prefix what stands before PostgreSQL's commands
 * @param owner  the user id that must own the data
 */
record Privileges(List<String> prefix, int owner) {

    private static final int NOBODY = 65534;
    private static final List<String> NAMESPACE = List.of("unshare", "-U");
    // nobody may not enter the folders of others by itself; this one right lets it, and the secure bit makes
    // access(2), with which PostgreSQL looks for its own files, count that right
    private static final List<String> AS_NOBODY = List.of("setpriv", "--reuid", String.valueOf(NOBODY),
            "--regid", String.valueOf(NOBODY), "--clear-groups",
            "--securebits", "+no_setuid_fixup", "--inh-caps", "+dac_override", "--ambient-caps", "+dac_override");

    /**
     * Tries the ways with the very program that is to run.
     *
     * @param postgres the server program, which answers {@code --version} to anyone who can start it
     */
    static Privileges forRunning(Path postgres) {
        int user = (int) new UnixSystem().getUid();
        return choose(user, prefix -> {
            List<String> command = new ArrayList<>(prefix);
            command.addAll(List.of(postgres.toString(), "--version"));
            return Shell.succeeds(command);
        });
    }

    /** Whether a way of starting the server works on this machine. */
    interface Attempt {
        boolean works(List<String> prefix);
    }

    static Privileges choose(int user, Attempt attempt) {
        if (user != 0) {
            return new Privileges(List.of(), user);
        }
        if (attempt.works(NAMESPACE)) {
            return new Privileges(NAMESPACE, 0);
        }
        if (attempt.works(AS_NOBODY)) {
            return new Privileges(AS_NOBODY, NOBODY);
        }
        throw new StartFailure("PostgreSQL does not run as root, and neither \"unshare -U\" nor \"setpriv\" works here. "
                + "Start the suite as an ordinary user.");
    }

    /** The data may come from a run that dropped its rights in the other way. */
    void takeOver(Path data) throws IOException {
        if (!Files.exists(data) || uid(data) == owner) {
            return;
        }
        try (Stream<Path> paths = Files.walk(data)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Files.setAttribute(path, "unix:uid", owner);
            }
        } catch (IOException e) {
            throw new StartFailure(data + " belongs to another user (" + e.getMessage()
                    + "). Start the suite as that user, or choose another folder with SUITE_HOME.");
        }
    }

    private static int uid(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid");
    }
}
