package org.jixiao.gateway.passage;

import io.vertx.core.buffer.Buffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Compresses a body piece by piece, as RFC 1952 has it. */
final class GzipHandler {

    private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    /** Most of the gain at a third of the work of the default. */
    private static final int LEVEL = 3;

    private final Deflater deflater = new Deflater(LEVEL, true);
    private final CRC32 checksum = new CRC32();
    private final byte[] chunk = new byte[8_192];
    private boolean begun;
    private boolean ended;

    /** What can be sent of this piece and those before; may be empty. */
    Buffer next(Buffer piece) {
        byte[] bytes = piece.getBytes();
        checksum.update(bytes);
        deflater.setInput(bytes);
        Buffer out = head();
        drain(out);
        return out;
    }

    Buffer last() {
        Buffer out = head();
        deflater.finish();
        drain(out);
        out.appendIntLE((int) checksum.getValue()).appendIntLE((int) deflater.getBytesRead());
        close();
        return out;
    }

    /** Gives back the memory that is not Java's. */
    void close() {
        if (!ended) {
            ended = true;
            deflater.end();
        }
    }

    private Buffer head() {
        Buffer out = Buffer.buffer();
        if (!begun) {
            begun = true;
            out.appendBytes(HEAD);
        }
        return out;
    }

    private void drain(Buffer out) {
        for (int n = deflater.deflate(chunk); n > 0; n = deflater.deflate(chunk)) {
            out.appendBytes(chunk, 0, n);
        }
    }
}
