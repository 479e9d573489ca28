package org.jixiao.report.rendering;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PDFontSupplier;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.render.Box;
import com.openhtmltopdf.render.PageBox;
import com.openhtmltopdf.util.XRLog;
import io.quarkus.qute.Engine;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.GregorianCalendar;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.jixiao.report.publication.DocumentFormat;
import org.jixiao.report.publication.DocumentWriter;
import org.jixiao.report.publication.Report;

/**
 * The version as PDF: A4, forms on landscape pages, tagged for screen readers, text that can be searched and copied.
 *
 * <p>The fonts are prepared at the first document and kept as long as there is memory to spare: they hold sixty
 * megabytes, and half a second makes them again. One document is drawn at a time: each needs tens of megabytes
 * for a second or two, and the parsed fonts are not made for several threads.
 */
@ApplicationScoped
public class PdfRenderer implements DocumentWriter {

    private static final String FAMILY = "NotoSC";
    private static final String PRODUCER = "jixiao report-service";
    /** Between the id of an annex and the number of a row of its form, in the print template. */
    private static final String ROW = "-row-";
    private static final int LAYOUTS_MAX = 4;
    private static final int REGULAR = 400;
    private static final int BOLD = 700;
    /** Stands where the font has no glyph: the 〓 that Chinese printers put there. */
    private static final String MISSING = "〓";

    static {
        XRLog.listRegisteredLoggers().forEach(logger -> XRLog.setLevel(logger, Level.WARNING));
    }

    private final Engine engine;
    private final Semaphore drawing = new Semaphore(1, true);
    private SoftReference<Fonts> prepared = new SoftReference<>(null);

    public PdfRenderer(Engine engine) {
        this.engine = engine;
    }

    @Override
    public DocumentFormat format() {
        return DocumentFormat.PDF;
    }

    @Override
    public byte[] write(Report report) {
        drawing.acquireUninterruptibly();
        try {
            return draw(report, fonts());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            drawing.release();
        }
    }

    /**
     * Lays out once to learn which rows of the forms begin a new sheet of paper, cuts the forms there and lays out
     * again: a merged cell that runs over the end of a page would be drawn without its text and its lines. Cutting
     * moves rows, therefore the new layout is looked at in the same way before it is painted.
     */
    private byte[] draw(Report report, Fonts fonts) throws IOException {
        Map<String, List<Integer>> cuts = Map.of();
        for (int attempt = 1; ; attempt++) {
            ReportPage page = new ReportPage(report, cuts);
            try (PDDocument document = new PDDocument(); PdfBoxRenderer renderer = renderer(document, page, fonts)) {
                renderer.layout();
                Map<String, List<Integer>> found = sheets(page, renderer);
                if (found.equals(cuts) || attempt == LAYOUTS_MAX) {
                    renderer.createPDFWithoutClosing();
                    seal(document, report);
                    ByteArrayOutputStream file = new ByteArrayOutputStream();
                    document.save(file);
                    return file.toByteArray();
                }
                cuts = found;
            }
        }
    }

    /** For each annex the rows that begin a new sheet in this layout. */
    private static Map<String, List<Integer>> sheets(ReportPage page, PdfBoxRenderer renderer) {
        Map<String, List<Integer>> found = new TreeMap<>();
        for (ReportPage.Annex annex : page.annexes()) {
            List<Integer> begins = new ArrayList<>();
            int sheet = sheetOf(annex.id() + ROW + 0, renderer);
            for (int row = 1; row < annex.form().body().size(); row++) {
                int next = sheetOf(annex.id() + ROW + row, renderer);
                if (next > sheet) {
                    begins.add(row);
                }
                sheet = next;
            }
            found.put(annex.id(), begins);
        }
        return found;
    }

    private static int sheetOf(String id, PdfBoxRenderer renderer) {
        Box box = renderer.getSharedContext().getBoxById(id);
        List<PageBox> sheets = renderer.getRootBox().getLayer().getPages();
        int sheet = 0;
        while (sheet < sheets.size() - 1 && sheets.get(sheet).getBottom() <= box.getAbsY()) {
            sheet++;
        }
        return sheet;
    }

    private PdfBoxRenderer renderer(PDDocument document, ReportPage page, Fonts fonts) throws IOException {
        String print = engine.getTemplate("print").data("page", page).render();
        PdfRendererBuilder builder = new PdfRendererBuilder();
        builder.usePDDocument(document);
        builder.useFastMode();
        builder.usePdfUaAccessibility(true);
        builder.withProducer(PRODUCER);
        builder.useReplacementText(MISSING);
        builder.useFont(font(document, fonts.regular()), FAMILY, REGULAR, FontStyle.NORMAL, true);
        builder.useFont(font(document, fonts.bold()), FAMILY, BOLD, FontStyle.NORMAL, true);
        builder.withHtmlContent(SearchableFont.ordinary(Wording.legal(print)), null);
        return builder.buildPdfRenderer();
    }

    private static PDFontSupplier font(PDDocument document, TrueTypeFont parsed) throws IOException {
        return new PDFontSupplier(PDType0Font.load(document, parsed, true));
    }

    /** Dates the document by its publication and names it by its content, so that the same report gives the same bytes. */
    private static void seal(PDDocument document, Report report) {
        PDDocumentInformation information = document.getDocumentInformation();
        Calendar published = GregorianCalendar.from(report.publishedAt().atZone(ZoneOffset.UTC));
        information.setCreationDate(published);
        information.setModificationDate(published);
        document.setDocumentId(identity(report));
    }

    private static long identity(Report report) {
        try {
            byte[] name = (report.departmentCode() + "/" + report.fiscalYear() + "/" + report.version() + "/"
                    + report.contentHash()).getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(name)).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Fonts fonts() throws IOException {
        Fonts ready = prepared.get();
        if (ready == null) {
            ready = new Fonts(searchable("NotoSansSC-Regular.ttf"), searchable("NotoSansSC-Bold.ttf"));
            prepared = new SoftReference<>(ready);
        }
        return ready;
    }

    private record Fonts(TrueTypeFont regular, TrueTypeFont bold) {
    }

    private static TrueTypeFont searchable(String name) throws IOException {
        try (InputStream file = PdfRenderer.class.getResourceAsStream("/fonts/ttf/NotoSansSC/" + name)) {
            if (file == null) {
                throw new IllegalStateException("the font " + name + " is not on the class path");
            }
            return new TTFParser().parse(new RandomAccessReadBuffer(SearchableFont.of(file.readAllBytes())));
        }
    }
}
