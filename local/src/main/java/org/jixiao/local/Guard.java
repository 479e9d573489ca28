package org.jixiao.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A small shell process that outlives the launcher and ends its children if the launcher is killed.
 * It learns each child through a pipe and acts when the pipe closes, which needs nobody's cooperation.
 */
final class Guard {

    private final Process process;
    private final OutputStream pipe;

    Guard(Home home) throws IOException {
        List<String> command = new ArrayList<>(Shell.ownSession());
        command.addAll(List.of("sh", "-c", script(), "guard", home.folder().toString()));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(home.log("guard").toFile()))
                .start();
        pipe = process.getOutputStream();
    }

    void watch(long pid, String signal) throws IOException {
        pipe.write((signal + " " + pid + "\n").getBytes(StandardCharsets.US_ASCII));
        pipe.flush();
    }

    /** After the children have been stopped; the guard finds nothing to do and ends. */
    void dismiss() {
        try {
            pipe.close();
            process.waitFor();
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String script() throws IOException {
        try (InputStream in = Guard.class.getResourceAsStream("guard.sh")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
