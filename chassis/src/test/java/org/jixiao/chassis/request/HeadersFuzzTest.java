package org.jixiao.chassis.request;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import org.jixiao.chassis.etag.Etag;
import org.jixiao.chassis.idempotency.IdempotencyKey;
import org.jixiao.chassis.json.JsonConfig;
import org.jixiao.chassis.problem.Violation;

/** Whatever a caller sends as a header or a body: it is read, or refused as the caller's fault. */
class HeadersFuzzTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        JsonConfig.apply(JSON);
    }

    /** A body as requests are: text, a whole number and an exact amount. */
    record Body(String name, int year, BigDecimal amount) {
    }

    @FuzzTest(maxDuration = "20s")
    void aKeyIsPrintableOrRefused(FuzzedDataProvider data) {
        try {
            String value = IdempotencyKey.parse(data.consumeRemainingAsString()).value();
            assertTrue(value.matches("[\\x21-\\x7e]{1,255}"), value);
        } catch (Violation refused) {
            // as it should
        }
    }

    @FuzzTest(maxDuration = "20s")
    void aConditionHoldsOrIsRefused(FuzzedDataProvider data) {
        String header = data.consumeRemainingAsString();
        try {
            Etag.require(header, 7);
            assertTrue(header.contains("*") || header.contains("\"7\""), header);
        } catch (Violation refused) {
            // as it should
        }
    }

    @FuzzTest(maxDuration = "20s")
    void onlyAReaderWhoNamesTheStateHasIt(FuzzedDataProvider data) {
        String header = data.consumeRemainingAsString();
        assertTrue(!Etag.isKnown(header, "\"7\"") || header.contains("*") || header.contains("\"7\""), header);
    }

    @FuzzTest(maxDuration = "40s")
    void aBodyIsReadOrRefused(FuzzedDataProvider data) {
        try {
            JSON.readValue(data.consumeRemainingAsBytes(), Body.class);
        } catch (JsonProcessingException refused) {
            // as it should
        } catch (java.io.IOException e) {
            // bytes that are no text
        }
    }
}
