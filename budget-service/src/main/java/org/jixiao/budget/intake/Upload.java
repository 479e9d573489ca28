package org.jixiao.budget.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

/** A file on its way in, kept beside the process until all of it has come. Who hangs up before leaves nothing. */
final class Upload implements AutoCloseable {

    static final int PIECE_SIZE = 512 * 1024;

    private final Path file;
    private final long size;
    private final String sha256;

    private Upload(Path file, long size, String sha256) {
        this.file = file;
        this.size = size;
        this.sha256 = sha256;
    }

    /**
     * Takes in all that comes, to this file.
     *
     * @throws Violation   BODY_TOO_LARGE as soon as more has come than may
     * @throws IOException where the caller goes away, or the disk is full
     */
    static Upload take(InputStream body, Path file, long max) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] bytes = new byte[64 * 1024];
            long size = 0;
            for (int count = body.read(bytes); count >= 0; count = body.read(bytes)) {
                size += count;
                if (size > max) {
                    throw new Violation(ChassisProblem.BODY_TOO_LARGE).with("limitBytes", max);
                }
                digest.update(bytes, 0, count);
                out.write(bytes, 0, count);
            }
            return new Upload(file, size, HexFormat.of().formatHex(digest.digest()));
        } catch (IOException | RuntimeException failed) {
            Files.deleteIfExists(file);
            throw failed;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    long size() {
        return size;
    }

    String sha256() {
        return sha256;
    }

    InputStream open() throws IOException {
        return Files.newInputStream(file);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
