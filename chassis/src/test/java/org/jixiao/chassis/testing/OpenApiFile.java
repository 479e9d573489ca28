package org.jixiao.chassis.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;

/**
 * The generated API document of a running service against the committed one. Use it in an IT with
 * {@code @TestHTTPResource(value = "/", management = true) URL management}.
 */
public final class OpenApiFile {

    private OpenApiFile() {
    }

    public static void compare(URL management, Path committed) {
        try {
            ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
            URL document = URI.create(management.toString()).resolve("/q/openapi?format=json").toURL();
            CommittedFile.compare(committed, json.writeValueAsString(json.readTree(document)) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
