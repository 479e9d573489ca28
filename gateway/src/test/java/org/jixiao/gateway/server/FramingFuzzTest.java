package org.jixiao.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Whatever bytes come, in whatever pieces: one verdict, and the decoder behind it sees the same requests. */
class FramingFuzzTest {

    private static final int TARGET_MAX = 64;
    private static final int HEAD_MAX = 512;
    /** Than what the gateway itself lets pass, trailers included. */
    private static final int WIDER = 8_192;
    private static final String[] FRAGMENTS = {"GET / HTTP/1.1\r\n", "POST /a HTTP/1.1\r\n", "OPTIONS * HTTP/1.0\r\n",
        "GET http://g/ HTTP/1.1\r\n", "Host: g\r\n", "Content-Length: 5\r\n", "Content-Length: ", "Transfer-Encoding: chunked\r\n",
        "transfer-encoding:", "Upgrade: h2c\r\n", "Connection: Upgrade\r\n", "X: a\r\n", "\r\n", "\r", "\n", "hello", "5\r\nhello\r\n",
        "0\r\n\r\n", "0\r\n", "5;a=b\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "PRI", " ", "\t", ":", ",", "chunked", "0", "5", "+", "\0",
        "POST / HTTP/1.1\r\nHost: g\r\nTransfer-Encoding: chunked\r\n\r\n", "POST / HTTP/1.1\r\nHost: g\r\nContent-Length: 3\r\n\r\nabc",
        "GET / HTTP/1.1\r\nHost: g\r\n\r\n"};

    private record Verdict(Framing.Refusal refusal, long heads, boolean idle, boolean opaque) {
    }

    @FuzzTest(maxDuration = "60s")
    void theVerdictIsTheSameHoweverTheBytesArrive(FuzzedDataProvider data) {
        Random cuts = new Random(data.consumeInt());
        byte[] bytes = bytes(data);

        assertEquals(verdict(bytes, null), verdict(bytes, cuts));
    }

    @FuzzTest(maxDuration = "60s")
    void theDecoderBehindItSeesTheSameRequests(FuzzedDataProvider data) {
        byte[] bytes = bytes(data);
        Verdict verdict = verdict(bytes, null);
        if (verdict.refusal() != null || verdict.opaque()) {
            return;
        }
        EmbeddedChannel decoder = new EmbeddedChannel(new HttpRequestDecoder(2 * TARGET_MAX, WIDER, WIDER));
        decoder.writeInbound(Unpooled.wrappedBuffer(bytes));
        int requests = 0;
        boolean failed = false;
        for (HttpObject part = decoder.readInbound(); part != null; part = decoder.readInbound()) {
            failed |= part.decoderResult().isFailure();
            requests += part instanceof HttpRequest && part.decoderResult().isSuccess() ? 1 : 0;
            ReferenceCountUtil.release(part);
        }
        decoder.finishAndReleaseAll();
        if (verdict.idle()) {
            assertFalse(failed, () -> "the decoder refuses " + new String(bytes, StandardCharsets.ISO_8859_1));
            assertEquals(verdict.heads(), requests);
        } else {
            // of what is not complete the decoder may refuse a part already
            assertTrue(requests <= verdict.heads(), () -> "more requests than " + verdict);
        }
    }

    private static byte[] bytes(FuzzedDataProvider data) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (data.remainingBytes() > 0 && bytes.size() < 4_096) {
            bytes.writeBytes(data.consumeBoolean() ? data.pickValue(FRAGMENTS).getBytes(StandardCharsets.ISO_8859_1)
                    : data.consumeBytes(data.consumeInt(1, 8)));
        }
        return bytes.toByteArray();
    }

    /** In one piece, or in as many as chance will have it. */
    private static Verdict verdict(byte[] bytes, Random cuts) {
        Framing framing = new Framing(TARGET_MAX, HEAD_MAX);
        Framing.Refusal refusal = null;
        for (int at = 0; at < bytes.length && refusal == null;) {
            int length = cuts == null ? bytes.length : Math.min(bytes.length - at, 1 + cuts.nextInt(9));
            ByteBuffer piece = ByteBuffer.wrap(bytes, at, length);
            while (refusal == null && piece.hasRemaining() && !framing.isOpaque()) {
                refusal = framing.feed(piece);
            }
            at += length;
        }
        return new Verdict(refusal, framing.heads(), framing.isIdle(), framing.isOpaque());
    }
}
