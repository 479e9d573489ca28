package org.jixiao.chassis.json;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.math.BigDecimal;

/**
 * JSON as the API style asks for: decimals are exact strings, what is absent is left out, what is
 * unknown or said twice is refused, and no body can be deep or long enough to hurt.
 */
@Singleton
public class JsonConfig implements ObjectMapperCustomizer {

    private static final int NESTING_MAX = 64;
    private static final int NUMBER_LENGTH_MAX = 40;
    private static final int STRING_LENGTH_MAX = 1_000_000;

    @Override
    public void customize(ObjectMapper json) {
        apply(json);
    }

    public static void apply(ObjectMapper json) {
        json.setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
        json.configOverride(BigDecimal.class).setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.STRING));
        json.configure(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN.mappedFeature(), true);
        json.disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
        json.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        json.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        json.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
        json.enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS);
        json.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        JsonFactory factory = json.getFactory();
        factory.configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature(), true);
        factory.setStreamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(NESTING_MAX).maxNumberLength(NUMBER_LENGTH_MAX).maxStringLength(STRING_LENGTH_MAX).build());
    }
}
