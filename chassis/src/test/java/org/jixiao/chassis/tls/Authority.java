package org.jixiao.chassis.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A certificate authority for one test run: no key lies in the repository. Its certificates are written here, byte by
 * byte (RFC 5280, 4.1), since five calls of keytool would take longer than all that is tested with them.
 */
final class Authority {

    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int BITS = 0x03;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final byte[] VERSION_3 = hex("a003020102");
    private static final byte[] ECDSA_WITH_SHA256 = hex("300a06082a8648ce3d040302");
    private static final byte[] COMMON_NAME = hex("0603550403");
    /** Critical: a certificate with it may sign others. */
    private static final byte[] IS_AUTHORITY = hex("300f0603551d130101ff040530030101ff");
    private static final byte[] SUBJECT_ALTERNATIVE_NAME = hex("0603551d11");

    private final Path folder;
    private final KeyPair own = pair();

    Authority(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        write(certificate(), "CERTIFICATE", signed("authority", own.getPublic(), IS_AUTHORITY));
    }

    /** Makes a key and a certificate for the one server of this name. */
    Authority withServer(String host) throws IOException {
        KeyPair server = pair();
        byte[] names = der(SEQUENCE, der(0x82, host.getBytes(StandardCharsets.US_ASCII)));
        write(serverCertificate(), "CERTIFICATE", signed("server", server.getPublic(),
            der(SEQUENCE, SUBJECT_ALTERNATIVE_NAME, der(OCTETS, names))));
        write(serverKey(), "PRIVATE KEY", server.getPrivate().getEncoded());
        return this;
    }

    Path certificate() {
        return folder.resolve("authority.pem");
    }

    Path serverCertificate() {
        return folder.resolve("server.pem");
    }

    Path serverKey() {
        return folder.resolve("server-key.pem");
    }

    private byte[] signed(String subject, PublicKey key, byte[] extension) {
        Instant now = Instant.now();
        byte[] content = der(SEQUENCE, VERSION_3, der(0x02, new byte[] {(byte) subject.length()}), ECDSA_WITH_SHA256,
            name("authority"), der(SEQUENCE, time(now.minus(Duration.ofHours(1))), time(now.plus(Duration.ofDays(1)))),
            name(subject), key.getEncoded(), der(0xa3, der(SEQUENCE, extension)));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(own.getPrivate());
            signature.update(content);
            return der(SEQUENCE, content, ECDSA_WITH_SHA256, der(BITS, new byte[] {0}, signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] name(String text) {
        return der(SEQUENCE, der(0x31, der(SEQUENCE, COMMON_NAME, der(0x0c, text.getBytes(StandardCharsets.US_ASCII)))));
    }

    private static byte[] time(Instant at) {
        return der(0x17, TIME.format(at).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(tag);
        if (content.size() > 0xff) {
            whole.writeBytes(new byte[] {(byte) 0x82, (byte) (content.size() >> 8)});
        } else if (content.size() > 0x7f) {
            whole.write(0x81);
        }
        whole.write(content.size());
        whole.writeBytes(content.toByteArray());
        return whole.toByteArray();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC");
            pairs.initialize(256);
            return pairs.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** PostgreSQL takes no key that others may read. */
    private static void write(Path file, String kind, byte[] content) throws IOException {
        Files.writeString(file, "-----BEGIN " + kind + "-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + kind + "-----\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
