package org.jixiao.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * Where one embedded run keeps its things: everything that it writes lies below one folder,
 * so that deleting the folder forgets the run.
 *
 * @param root   the project's folder, where the services were built
 * @param folder data, logs, keys and run files; only its owner may enter it
 */
record Home(Path root, Path folder) {

    /** The home that the script names; {@code SUITE_HOME} moves it out of the project's folder. */
    static Home ofThisRun() {
        Path root = Path.of(System.getProperty("suite.root", "")).toAbsolutePath().normalize();
        String chosen = System.getenv("SUITE_HOME");
        Path folder = chosen == null || chosen.isBlank() ? root.resolve(".suite") : Path.of(chosen);
        return new Home(root, folder.toAbsolutePath().normalize());
    }

    /**
     * Creates the folders that are missing and follows symbolic links, since what PostgreSQL says
     * about its folder is compared with ours.
     */
    Home prepared() {
        try {
            createPrivately(folder);
            Home real = new Home(root, folder.toRealPath());
            if (!Files.isWritable(real.folder)) {
                throw new StartFailure(notOurs());
            }
            createPrivately(real.logs());
            createPrivately(real.keys());
            createPrivately(real.run());
            return real;
        } catch (IOException e) {
            throw new StartFailure(notOurs() + " (" + e + ")");
        }
    }

    private String notOurs() {
        return folder + " cannot be written. It may have been made by another user (root?): "
                + "delete it, or choose another folder with SUITE_HOME.";
    }

    Path postgresData() {
        return folder.resolve("postgres");
    }

    Path kafkaData() {
        return folder.resolve("kafka");
    }

    Path logs() {
        return folder.resolve("logs");
    }

    Path log(String part) {
        return logs().resolve(part + ".log");
    }

    Path keys() {
        return folder.resolve("keys");
    }

    /** Process ids, the lock and the state: what is only true while the suite runs. */
    Path run() {
        return folder.resolve("run");
    }

    /** Stands on the command line of every child, so that a process can be recognised as ours. */
    String mark() {
        return "-Dsuite.home=" + folder;
    }

    static void createPrivately(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString("rwx------")));
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : (Iterable<Path>) paths.sorted(java.util.Comparator.reverseOrder())::iterator) {
                Files.delete(path);
            }
        }
    }
}
