package org.jixiao.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jixiao.gateway.server.Framing.Fault;
import org.jixiao.gateway.server.Framing.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramingTest {

    private final Framing framing = new Framing(4_096, 16_384);

    /** In the tables \r\n is written as |, so that a line stays a line. */
    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "GET / HTTP/1.1|Host: g||",
        "GET /a?b=c%20d HTTP/1.1|Host: g:8080|Accept: */*||",
        "GET http://g/a HTTP/1.1|Host: g||",
        "OPTIONS * HTTP/1.1|Host: [::1]:80||",
        "GET / HTTP/1.0||",
        "POST / HTTP/1.1|Host: g|Content-Length: 5||hello",
        "POST / HTTP/1.1|Host: g|Content-Length: 0||",
        "POST / HTTP/1.1|Host: g|Transfer-Encoding: chunked||5|hello|0||",
        "POST / HTTP/1.1|Host: g|Transfer-Encoding: chunked||5;a=b|hello|a|0123456789|0|X-Sum: 1||",
        "PATCH / HTTP/1.1|Host:g|X: caf\u00e9|Content-Length: 3||abc"
    })
    void aPlainRequestPassesAndTheNextOneMayFollow(String request) {
        assertNull(feed(request));
        assertTrue(framing.isIdle(), request);
        assertNull(feed("GET / HTTP/1.1|Host: g||"));
        assertEquals(2, framing.heads());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "POST / HTTP/1.1|Host: g|Transfer-Encoding: xchunked|| ~ Transfer-Encoding",
        "POST / HTTP/1.1|Host: g|Transfer-Encoding: Chunked|| ~ Transfer-Encoding",
        "POST / HTTP/1.1|Host: g|Transfer-Encoding: chunked, identity|| ~ Transfer-Encoding",
        "POST / HTTP/1.1|Host: g|Transfer-Encoding: gzip, chunked|| ~ Transfer-Encoding",
        "POST / HTTP/1.1|Host: g|Transfer-Encoding: chunked|Transfer-Encoding: chunked|| ~ Transfer-Encoding",
        "POST / HTTP/1.1|Host: g|Transfer-Encoding: chunked|Content-Length: 3|| ~ Transfer-Encoding",
        "POST / HTTP/1.1|Host: g|Content-Length: 3|Transfer-Encoding: chunked|| ~ Transfer-Encoding",
        "POST / HTTP/1.0|Transfer-Encoding: chunked|| ~ Transfer-Encoding",
        "POST / HTTP/1.1|Host: g|Content-Length: 3|Content-Length: 3|| ~ Content-Length",
        "POST / HTTP/1.1|Host: g|Content-Length: 3, 3|| ~ Content-Length",
        "POST / HTTP/1.1|Host: g|Content-Length: +3|| ~ Content-Length",
        "POST / HTTP/1.1|Host: g|Content-Length: -1|| ~ Content-Length",
        "POST / HTTP/1.1|Host: g|Content-Length: 0x3|| ~ Content-Length",
        "POST / HTTP/1.1|Host: g|Content-Length:|| ~ Content-Length",
        "POST / HTTP/1.1|Host: g|Content-Length: 99999999999999999999|| ~ Content-Length",
        "GET / HTTP/1.1|| ~ Host",
        "GET / HTTP/1.1|Host: g|Host: g|| ~ Host",
        "GET / HTTP/1.1|Host: g|host: h|| ~ Host",
        "GET / HTTP/1.1|Host: a b|| ~ Host",
        "GET / HTTP/1.1|Host: a,b|| ~ Host",
        "GET / HTTP/1.1|Host: u@a|| ~ Host",
        "GET / HTTP/1.1|Host: a/b|| ~ Host",
        "GET / HTTP/1.1|Host:|| ~ Host",
        "GET http://h/ HTTP/1.1|Host: g|| ~ target",
        "GET http://u@g/ HTTP/1.1|Host: g|| ~ target",
        "GET ftp://g/ HTTP/1.1|Host: g|| ~ target",
        "GET g HTTP/1.1|Host: g|| ~ target",
        "GET * HTTP/1.1|Host: g|| ~ target",
        "CONNECT g:80 HTTP/1.1|Host: g|| ~ target",
        "GET / HTTP/1.1|Host: g|X: a| b|| ~ folded header",
        "GET / HTTP/1.1|Host: g|X: a|\tb|| ~ folded header",
        "GET / HTTP/1.1|Host: g|X : a|| ~ header name",
        "GET / HTTP/1.1|Host: g|: a|| ~ header name",
        "GET / HTTP/1.1|Host: g|nonsense|| ~ header name",
        "GET / HTTP/1.1|Host: g|X\u00e9: a|| ~ header name",
        "GET  / HTTP/1.1|Host: g|| ~ request line",
        "GET / HTTP/1.1 |Host: g|| ~ request line",
        "GET /|Host: g|| ~ request line",
        "GET / HTTP/2.0|Host: g|| ~ version",
        "GET / HTTP/1.2|Host: g|| ~ version",
        "GET / http/1.1|Host: g|| ~ version",
        "PRI * HTTP/2.0||SX|| ~ version",
        "GET / HTTP/1.1|Host: g||PRI * HTTP/2.0||SM|| ~ version",
        "G(T / HTTP/1.1|Host: g|| ~ method",
        "||GET / HTTP/1.1|Host: g|| ~ empty line",
        "POST / HTTP/1.1|Host: g|Transfer-Encoding: chunked||g|| ~ chunk size",
        "POST / HTTP/1.1|Host: g|Transfer-Encoding: chunked|||| ~ chunk size",
        "POST / HTTP/1.1|Host: g|Transfer-Encoding: chunked||5 |hello|| ~ chunk size",
        "POST / HTTP/1.1|Host: g|Transfer-Encoding: chunked||0x5|hello|| ~ chunk size",
        "POST / HTTP/1.1|Host: g|Transfer-Encoding: chunked||ffffffffffffffff1|| ~ chunk size",
        "POST / HTTP/1.1|Host: g|Transfer-Encoding: chunked||5|hello!|| ~ chunk",
        "POST / HTTP/1.1|Host: g|Transfer-Encoding: chunked||0| a: b|| ~ trailer"
    })
    void whatTwoReadersCouldUnderstandDifferentlyIsRefused(String request, String reason) {
        Refusal refusal = feed(request);
        assertNotNull(refusal, request);
        assertEquals(new Refusal(Fault.MALFORMED_REQUEST, reason), refusal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\nHost: g\n\n", "GET / HTTP/1.1\r\nHost: g\n\r\n", "GET / HTTP/1.1\rHost: g\r\n\r\n",
        "GET /\0 HTTP/1.1\r\nHost: g\r\n\r\n", "GET / HTTP/1.1\r\nHost: g\r\nX: a\u0001b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: g\r\nX: a\u007f\r\n\r\n", "GET /\u00e9 HTTP/1.1\r\nHost: g\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: g\r\nTransfer-Encoding: chunked\r\n\r\n5\nhello\r\n"})
    void bareLineEndsAndControlCharactersAreRefused(String request) {
        assertNotNull(raw(request));
    }

    @Test
    void theAnswerIsTheSameHoweverTheBytesArrive() {
        String request = "POST / HTTP/1.1\r\nHost: g\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
        for (char c : request.toCharArray()) {
            assertNull(raw(String.valueOf(c)));
        }
        assertTrue(framing.isIdle());
        assertEquals(1, framing.heads());
    }

    @Test
    void aRequestHiddenBehindABodyIsSeen() {
        Refusal refusal = feed("POST / HTTP/1.1|Host: g|Content-Length: 3||abcGET / HTTP/1.1|Host: g|Host: h||");
        assertEquals("Host", refusal.reason());
    }

    @Test
    void aLongAddressAndALongHeadHaveTheirOwnRefusals() {
        assertEquals(Fault.URI_TOO_LONG, feed("GET /" + "a".repeat(4_096) + " HTTP/1.1|Host: g||").fault());
        assertNull(new Framing(4_096, 16_384).feed(bytes("GET /" + "a".repeat(4_095) + " HTTP/1.1\r\nHost: g\r\n\r\n")));
        assertEquals(Fault.HEADER_TOO_LARGE, new Framing(4_096, 16_384).feed(
                bytes("GET / HTTP/1.1\r\nHost: g\r\nX: " + "a".repeat(16_384) + "\r\n\r\n")).fault());
    }

    @Test
    void anEndlessHeadIsRefusedBeforeItIsComplete() {
        assertEquals(Fault.HEADER_TOO_LARGE, feed("GET / HTTP/1.1|Host: g|X: " + "a".repeat(40_000)).fault());
        assertEquals(Fault.URI_TOO_LONG, new Framing(10, 100).feed(bytes("G".repeat(200))).fault());
    }

    @Test
    void aHalfSentHeadIsKnownAsSuch() {
        feed("GET / HTTP/1.1|Ho");
        assertTrue(framing.isInHead());
        feed("st: g||");
        assertFalse(framing.isInHead());
    }

    @Test
    void aConnectionMayBeginWithThePrefaceOfHttp2() {
        assertNull(feed("PRI * HT"));
        assertFalse(framing.isOpaque());
        assertNull(feed("TP/2.0||SM||\u0000\u0000"));
        assertTrue(framing.isOpaque());
    }

    @Test
    void aRequestThatBeginsLikeThePrefaceIsARequest() {
        assertNull(feed("P"));
        assertNull(feed("OST / HTTP/1.1|Host: g||"));
        assertEquals(1, framing.heads());
    }

    @Test
    void afterAnOfferedUpgradeThePrefaceEndsTheWatch() {
        assertNull(feed("GET / HTTP/1.1|Host: g|Upgrade: h2c||"));
        assertNull(feed("PRI * HTTP/2.0||SM||\u0000\u0001"));
        assertTrue(framing.isOpaque());
    }

    private Refusal feed(String lines) {
        return raw(lines.replace("|", "\r\n").replace("\\t", "\t"));
    }

    private Refusal raw(String text) {
        return framing.feed(bytes(text));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
