package org.jixiao.chassis.sheet.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

/**
 * The character set of a text file, decided on its whole content: what its byte order mark says, otherwise UTF-8 if all of it
 * is, otherwise GB18030 if all of it is and most of its characters are those of GB 2312, as in any Chinese table. Everything
 * else is refused with the place of the first byte that does not fit.
 *
 * @param bomBytes length of the byte order mark
 */
public record TextEncoding(Charset charset, int bomBytes) {

    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final int PLAUSIBLE_PERCENT = 80;
    private static final long VALID = -1;

    /** @throws Violation SHEET_ENCODING, {@code offset} counts bytes from 0 */
    public static TextEncoding of(Path file) {
        try {
            TextEncoding marked = marked(file);
            if (marked != null) {
                long bad = firstBad(file, marked);
                if (bad != VALID) {
                    throw refused(marked.charset.name(), bad);
                }
                return marked;
            }
            TextEncoding utf8 = new TextEncoding(StandardCharsets.UTF_8, 0);
            long badUtf8 = firstBad(file, utf8);
            if (badUtf8 == VALID) {
                return utf8;
            }
            TextEncoding gb = new TextEncoding(GB18030, 0);
            long badGb = firstBad(file, gb);
            if (badGb == VALID && isPlausibleGb(file)) {
                return gb;
            }
            throw badGb > badUtf8 ? refused("GB18030", badGb) : refused("UTF-8", badUtf8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Violation refused(String nearest, long offset) {
        return new Violation(ChassisProblem.SHEET_ENCODING).with("encoding", nearest).with("offset", offset);
    }

    private static TextEncoding marked(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(3);
        }
        if (start.length == 3 && start[0] == (byte) 0xef && start[1] == (byte) 0xbb && start[2] == (byte) 0xbf) {
            return new TextEncoding(StandardCharsets.UTF_8, 3);
        }
        if (start.length >= 2 && start[0] == (byte) 0xff && start[1] == (byte) 0xfe) {
            return new TextEncoding(StandardCharsets.UTF_16LE, 2);
        }
        if (start.length >= 2 && start[0] == (byte) 0xfe && start[1] == (byte) 0xff) {
            return new TextEncoding(StandardCharsets.UTF_16BE, 2);
        }
        return null;
    }

    /** The place of the first byte that is not of this character set, or of a NUL, which no text has. */
    private static long firstBad(Path file, TextEncoding encoding) throws IOException {
        CharsetDecoder decoder = encoding.charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
        CharBuffer chars = CharBuffer.allocate(1 << 16);
        long before = encoding.bomBytes;
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(encoding.bomBytes);
            for (boolean last = false; !last;) {
                int count = in.readNBytes(bytes.array(), bytes.position(), bytes.remaining());
                last = count < bytes.remaining();
                bytes.position(bytes.position() + count).flip();
                CoderResult result;
                do {
                    result = decoder.decode(bytes, chars, last);
                    chars.flip();
                    for (int i = 0; i < chars.limit(); i++) {
                        if (chars.get(i) == 0) {
                            String sound = chars.subSequence(0, i).toString();
                            int decoded = chars.toString().getBytes(encoding.charset).length;
                            return before + bytes.position() - decoded + sound.getBytes(encoding.charset).length;
                        }
                    }
                    chars.clear();
                } while (result.isOverflow());
                if (result.isError()) {
                    return before + bytes.position();
                }
                before += bytes.position();
                bytes.compact();
            }
        }
        return VALID;
    }

    private static boolean isPlausibleGb(Path file) throws IOException {
        long inGb2312 = 0;
        long others = 0;
        int lead = 0;
        int skip = 0;
        byte[] bytes = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(bytes); count > 0; count = in.read(bytes)) {
                for (int i = 0; i < count; i++) {
                    int b = bytes[i] & 0xff;
                    if (skip > 0) {
                        skip--;
                    } else if (lead == 0) {
                        lead = b >= 0x80 ? b : 0;
                    } else {
                        if (b >= 0x30 && b <= 0x39) {
                            skip = 2;
                            others++;
                        } else if (lead >= 0xa1 && lead <= 0xf7 && b >= 0xa1) {
                            inGb2312++;
                        } else {
                            others++;
                        }
                        lead = 0;
                    }
                }
            }
        }
        return inGb2312 * 100 >= (inGb2312 + others) * PLAUSIBLE_PERCENT;
    }
}
