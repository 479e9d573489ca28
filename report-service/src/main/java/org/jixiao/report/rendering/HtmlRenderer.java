package org.jixiao.report.rendering;

import io.quarkus.qute.Engine;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import org.jixiao.report.publication.DocumentFormat;
import org.jixiao.report.publication.DocumentWriter;
import org.jixiao.report.publication.Report;

/** The public web page of a version: complete in one file, without script or anything loaded from elsewhere. */
@ApplicationScoped
public class HtmlRenderer implements DocumentWriter {

    private final Engine engine;

    public HtmlRenderer(Engine engine) {
        this.engine = engine;
    }

    @Override
    public DocumentFormat format() {
        return DocumentFormat.HTML;
    }

    @Override
    public byte[] write(Report report) {
        String page = engine.getTemplate("report").data("page", new ReportPage(report)).render();
        return Wording.legal(page).getBytes(StandardCharsets.UTF_8);
    }
}
