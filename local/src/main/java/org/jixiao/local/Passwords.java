package org.jixiao.local;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;
import java.util.TreeSet;

/** The random passwords of the database roles, made when first asked for and kept from then on. */
final class Passwords {

    private final Path file;
    private final Properties known = new Properties();
    private final SecureRandom random = new SecureRandom();

    Passwords(Home home) {
        file = home.keys().resolve("passwords.properties");
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                known.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    synchronized String of(String role) {
        String password = known.getProperty(role);
        if (password == null) {
            byte[] bytes = new byte[24];
            random.nextBytes(bytes);
            password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            known.setProperty(role, password);
            save();
        }
        return password;
    }

    private void save() {
        StringBuilder text = new StringBuilder();
        for (String role : new TreeSet<>(known.stringPropertyNames())) {
            text.append(role).append('=').append(known.getProperty(role)).append('\n');
        }
        try {
            PrivateFile.write(file, text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
