package org.jixiao.report.rendering;

import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.TemplateLocator.TemplateLocation;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The template engine as the service sets it up: escaping HTML, strict, templates from the class path. */
final class Templates {

    private Templates() {
    }

    static Engine engine() {
        return Engine.builder()
                .addDefaults()
                .addValueResolver(new ReflectionValueResolver())
                .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
                .addLocator(Templates::locate)
                .strictRendering(true)
                .build();
    }

    private static Optional<TemplateLocation> locate(String id) {
        URL file = Templates.class.getResource("/templates/" + id + ".html");
        return file == null ? Optional.empty() : Optional.of(new Html(file));
    }

    private record Html(URL file) implements TemplateLocation {

        @Override
        public Reader read() {
            try {
                return new InputStreamReader(file.openStream(), StandardCharsets.UTF_8);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public Optional<Variant> getVariant() {
            return Optional.of(Variant.forContentType(Variant.TEXT_HTML));
        }
    }
}
