package org.jixiao.report.crosscheck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.jixiao.chassis.json.JsonConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalBoundsTest {

    private static final String DIGITS = "123456789012345678901234567890";
    private static final String DECIMALS = "12345678901234567890";

    private final ObjectMapper json = new ObjectMapper();

    DecimalBoundsTest() {
        JsonConfig.apply(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {DIGITS, "-" + DIGITS + "." + DECIMALS, DIGITS + "1", "1." + DECIMALS + "1", "0", "-0.0", "007",
        "5.", ".5", "+5", " 5", "1e5", ""})
    void aDecimalOfADraftIsReadExactlyWhereTheDocumentAllowsIt(String decimal) throws Exception {
        JsonNode schema = json.readTree(Path.of("../docs/api/report-service.json").toFile())
                .at("/components/schemas/SourceAmount/properties/amount");

        assertEquals(decimal.length() <= schema.path("maxLength").asInt() && decimal.matches(schema.path("pattern").asText()),
                isRead(decimal));
    }

    private boolean isRead(String decimal) {
        try {
            json.readValue("{\"amount\": \"" + decimal + "\"}", EvaluationForm.SourceAmount.class);
            return true;
        } catch (JsonProcessingException refused) {
            return false;
        }
    }
}
