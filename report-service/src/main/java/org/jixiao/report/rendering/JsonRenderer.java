package org.jixiao.report.rendering;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.math.BigDecimal;
import org.jixiao.report.publication.DocumentFormat;
import org.jixiao.report.publication.DocumentWriter;
import org.jixiao.report.publication.Report;

/**
 * The report as canonical JSON: keys sorted, UTF-8, no white space, decimals as strings with the scale that they have,
 * instants in UTC, what is absent left out. The same report gives the same bytes on every machine.
 *
 * <p>The content hash of a version is the SHA-256 of exactly these bytes. Therefore neither the hash itself nor the
 * time of publication is inside: a citizen verifies a version with {@code sha256sum v1.json} and compares the output
 * with the page, the foot of the PDF or the ETag of the file.
 */
@ApplicationScoped
public class JsonRenderer implements DocumentWriter {

    private static final ObjectMapper CANONICAL = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule().addSerializer(BigDecimal.class, new PlainDecimal()))
            .addMixIn(Report.class, WithoutSeal.class)
            .build();

    @Override
    public DocumentFormat format() {
        return DocumentFormat.JSON;
    }

    @Override
    public byte[] write(Report report) {
        try {
            return CANONICAL.writeValueAsBytes(report);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("a report is plain records and must be writable", failure);
        }
    }

    /** What is known only after the bytes are. */
    @JsonIgnoreProperties({"contentHash", "publishedAt"})
    private abstract static class WithoutSeal {
    }

    private static final class PlainDecimal extends JsonSerializer<BigDecimal> {

        @Override
        public void serialize(BigDecimal value, JsonGenerator json, SerializerProvider context) throws IOException {
            json.writeString(value.toPlainString());
        }
    }
}
