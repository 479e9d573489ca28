package org.jixiao.report.rendering;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jixiao.report.publication.CanonicalJson;
import org.jixiao.report.publication.DocumentFormat;
import org.jixiao.report.publication.DocumentWriter;
import org.jixiao.report.publication.Report;

/**
 * The report as canonical JSON: keys sorted, UTF-8, no white space, decimals as strings with the scale that they have,
 * instants in UTC, what is absent left out. The same report gives the same bytes on every machine.
 *
 * <p>The content hash of a version is the SHA-256 of exactly these bytes. Therefore neither the hash itself nor the
 * time of publication is inside: a citizen verifies a version with {@code sha256sum v1.json} and compares the output
 * with the page or the foot of the PDF.
 */
@ApplicationScoped
public class JsonRenderer implements DocumentWriter {

    /** What is known only after the bytes are. */
    private static final Set<String> SEAL = Set.of("contentHash", "publishedAt");

    @Override
    public DocumentFormat format() {
        return DocumentFormat.JSON;
    }

    @Override
    public byte[] write(Report report) {
        Map<Object, Object> content = new TreeMap<>((Map<?, ?>) CanonicalJson.tree(report));
        content.keySet().removeAll(SEAL);
        return CanonicalJson.write(content).getBytes(StandardCharsets.UTF_8);
    }
}
