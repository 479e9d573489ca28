package org.jixiao.chassis.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonConfigTest {

    private final ObjectMapper json = json();

    record Times(LocalDate day, Instant at) {
    }

    /** The module of times comes last, as it may in a service. */
    private static ObjectMapper json() {
        ObjectMapper json = new ObjectMapper();
        JsonConfig.apply(json);
        return json.registerModule(new JavaTimeModule());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'day': 17}", "{'day': [2021, 4, 20]}", "{'day': ''}", "{'day': '2021-02-30'}", "{'day': '+999999999-12-31'}",
        "{'day': '2021-04-20T00:00:00'}", "{'at': 17}", "{'at': 17.5}", "{'at': '17'}", "{'at': ''}", "{'at': '2021-04-20'}",
        "{'at': '+999999999-12-31T00:00:00Z'}"})
    void whatIsNoTextOfATimeIsRefused(String body) {
        assertThrows(MismatchedInputException.class, () -> json.readValue(body.replace('\'', '"'), Times.class));
    }

    @Test
    void theLongestTextMayBeOfRareCharacters() throws Exception {
        String text = "\ud842\udfb7".repeat(JsonConfig.STRING_LENGTH_MAX);

        assertEquals(text, json.readValue('"' + text + '"', String.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\ud842\udfb7"})
    void aTextOfTooManyCharactersIsRefused(String character) {
        String body = '"' + character.repeat(JsonConfig.STRING_LENGTH_MAX + 1) + '"';

        assertThrows(StreamConstraintsException.class, () -> json.readValue(body, String.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {" 5", "5 ", "5.", ".5", "+5", "1e5", "1E+2", "NaN", "", "５"})
    void whatIsNoPlainDecimalIsRefused(String decimal) {
        assertThrows(MismatchedInputException.class, () -> json.readValue('"' + decimal + '"', BigDecimal.class));
    }

    @Test
    void aTimeComesBackAsItWasSentAndAnInstantInUtc() throws Exception {
        String text = "{\"day\":\"2021-04-20\",\"at\":\"2021-04-20T02:00:00Z\"}";

        assertEquals(text, json.writeValueAsString(json.readValue(text, Times.class)));
        assertEquals(Instant.parse("2021-04-20T02:00:00Z"),
            json.readValue("{\"at\":\"2021-04-20T10:00:00+08:00\"}", Times.class).at());
    }
}
