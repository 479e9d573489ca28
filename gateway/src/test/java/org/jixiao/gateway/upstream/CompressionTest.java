package org.jixiao.gateway.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompressionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "gzip | true", "br, gzip;q=0.5 | true", "* | true", "GZIP | true", "gzip;q=0 | false", "gzip;q=0.0, * | false",
        "br | false", "identity | false", "| false", "x-gzip | false"
    })
    void theCallerSaysWhetherItTakesGzip(String accept, boolean accepted) {
        assertEquals(accepted, Compression.isAccepted(accept));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "200 | application/json                | | | | 2000 | true",
        "200 | application/problem+json        | | | | -1   | true",
        "200 | text/html; charset=utf-8        | | | | 1024 | true",
        "200 | application/json                | | | | 1023 | false",
        "200 | text/event-stream               | | | | -1   | false",
        "200 | application/pdf                 | | | | 9999 | false",
        "200 | image/png                       | | | | 9999 | false",
        "200 | application/zip                 | | | | 9999 | false",
        "200 | application/json                | br | | | 2000 | false",
        "206 | text/plain                      | | bytes 0-1/2 | | 2000 | false",
        "200 | text/plain                      | | | no-transform | 2000 | false",
        "200 |                                 | | | | 2000 | false"
    })
    void onlyLongTextThatNobodyHasCodedIsCompressed(int status, String type, String coding, String range, String cache,
            long length, boolean worthwhile) {
        assertEquals(worthwhile, Compression.isWorthwhile(status, type, coding, range, cache, length));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', value = {"\"7\",\"7--gzip\"", "W/\"7\",W/\"7\"", "\"7--gzip\",\"7--gzip\""})
    void theCompressedFormHasAStrongTagOfItsOwn(String tag, String tagged) {
        assertEquals(tagged, Compression.tagged(tag));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {"\"7--gzip\" | \"7\"", "\"7--gzip\", \"8\" | \"7\", \"8\"", "* | *"})
    void theServiceGetsItsOwnTagBack(String condition, String untagged) {
        assertEquals(untagged, Compression.untagged(condition));
    }
}
