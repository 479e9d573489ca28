package org.jixiao.chassis.json;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jixiao.chassis.paging.Text;
import org.jixiao.chassis.paging.ValueKind;

/**
 * JSON as the API style asks for: decimals are exact strings both ways, text is text, what is absent
 * is left out, what is unknown or said twice is refused, and no body can be deep or long enough to hurt.
 */
@Singleton
public class JsonConfig implements ObjectMapperCustomizer {

    private static final int NESTING_MAX = 64;
    private static final int NUMBER_LENGTH_MAX = 40;
    /** The longest text that any body may carry, in characters. */
    public static final int STRING_LENGTH_MAX = 1_000_000;

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
        json.registerModule(new SimpleModule().addDeserializer(BigDecimal.class, new DecimalFromText())
            .addDeserializer(String.class, new StorableText()));
        // by mixins: a module that comes later cannot bring its own readers again
        json.addMixIn(LocalDate.class, Day.class);
        json.addMixIn(Instant.class, PointInTime.class);
        refuseOtherShapes(json, LogicalType.Textual, Set.of(CoercionInputShape.String, CoercionInputShape.EmptyString));
        refuseOtherShapes(json, LogicalType.Integer, Set.of(CoercionInputShape.Integer));
        JsonFactory factory = json.getFactory();
        factory.configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature(), true);
        factory.setStreamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(NESTING_MAX).maxNumberLength(NUMBER_LENGTH_MAX).maxStringLength(2 * STRING_LENGTH_MAX).build());
    }

    /** Text that no database can keep is refused where it stands, before any rule sees it. */
    private static final class StorableText extends StdScalarDeserializer<String> {

        StorableText() {
            super(String.class);
        }

        @Override
        public LogicalType logicalType() {
            return LogicalType.Textual;
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = StringDeserializer.instance.deserialize(parser, context);
            if (text != null && Text.isLongerThan(text, STRING_LENGTH_MAX)) {
                throw new StreamConstraintsException("a text of more than " + STRING_LENGTH_MAX + " characters",
                    parser.currentLocation());
            }
            return text == null || Text.isStorable(text) ? text
                : (String) context.handleWeirdStringValue(String.class, "", "NUL or half a surrogate pair");
        }
    }

    @JsonDeserialize(using = DayFromText.class)
    private interface Day {
    }

    @JsonDeserialize(using = InstantFromText.class)
    private interface PointInTime {
    }

    /** A number or a list would be taken for a time, too: 17 for the 18th of January 1970. */
    private abstract static class TimeFromText<T> extends StdScalarDeserializer<T> {

        private final ValueKind kind;
        private final Function<Object, T> reading;

        TimeFromText(Class<T> type, ValueKind kind, Function<Object, T> reading) {
            super(type);
            this.kind = kind;
            this.reading = reading;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                return reading.apply(context.handleUnexpectedToken(handledType(), parser));
            }
            Object value = kind.value(parser.getText());
            return reading.apply(value != null ? value : context.handleWeirdStringValue(handledType(), parser.getText(), kind.expected()));
        }
    }

    static final class DayFromText extends TimeFromText<LocalDate> {

        DayFromText() {
            super(LocalDate.class, ValueKind.DATE, LocalDate.class::cast);
        }
    }

    static final class InstantFromText extends TimeFromText<Instant> {

        InstantFromText() {
            super(Instant.class, ValueKind.INSTANT, value -> ((OffsetDateTime) value).toInstant());
        }
    }

    private static void refuseOtherShapes(ObjectMapper json, LogicalType type, Set<CoercionInputShape> own) {
        for (CoercionInputShape shape : CoercionInputShape.values()) {
            if (!own.contains(shape)) {
                json.coercionConfigFor(type).setCoercion(shape, CoercionAction.Fail);
            }
        }
    }

    /**
     * A decimal that came as a JSON number may have lost its last digits on the client's side already, and one like
     * {@code 1e999999} is short to send and fills the memory; both are refused.
     */
    private static final class DecimalFromText extends StdScalarDeserializer<BigDecimal> {

        private static final Pattern PLAIN = Pattern.compile("-?[0-9]{1,30}([.][0-9]{1,20})?");

        DecimalFromText() {
            super(BigDecimal.class);
        }

        @Override
        public BigDecimal deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                return (BigDecimal) context.handleUnexpectedToken(BigDecimal.class, parser);
            }
            String text = parser.getText();
            if (!PLAIN.matcher(text).matches()) {
                return (BigDecimal) context.handleWeirdStringValue(BigDecimal.class, text, "not a plain decimal");
            }
            return new BigDecimal(text);
        }
    }
}
