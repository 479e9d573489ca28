package org.jixiao.chassis.sheet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Builds XLSX files as offices have them, and broken ones, part by part. */
final class Office {

    private static final String STYLES = "<styleSheet><numFmts><numFmt numFmtId='170' formatCode='yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;'/>"
        + "<numFmt numFmtId='171' formatCode='[Red]#,##0.00_ '/></numFmts><cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
        + "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='170'/><xf numFmtId='171'/></cellXfs></styleSheet>";

    final Map<String, byte[]> parts = new LinkedHashMap<>();
    private final StringBuilder sheets = new StringBuilder();
    private final StringBuilder links = new StringBuilder();
    private final StringBuilder texts = new StringBuilder();
    private String bookProperties = "";
    private int count;
    private int textCount;

    /** The rows are what stands between {@code <sheetData>} and its end. */
    Office sheet(String name, String rows) {
        return sheet(name, "visible", rows);
    }

    Office sheet(String name, String state, String rows) {
        count++;
        sheets.append("<sheet name='").append(name).append("' state='").append(state).append("' sheetId='").append(count)
            .append("' r:id='rId").append(count).append("'/>");
        links.append("<Relationship Id='rId").append(count).append("' Type='http://x/worksheet' Target='worksheets/s").append(count)
            .append(".xml'/>");
        return part("xl/worksheets/s" + count + ".xml", "<worksheet xmlns='urn:main'><sheetData>" + rows
            + "</sheetData></worksheet>");
    }

    Office from1904() {
        bookProperties = "<workbookPr date1904='1'/>";
        return this;
    }

    /** A cell that refers to a shared text. */
    String shared(String reference, String... runs) {
        texts.append("<si>");
        for (String run : runs) {
            texts.append(runs.length == 1 ? "<t xml:space='preserve'>" + run + "</t>" : "<r><rPr/><t>" + run + "</t></r>");
        }
        texts.append("<rPh sb='0' eb='1'><t>ふりがな</t></rPh></si>");
        return "<c r='" + reference + "' t='s'><v>" + textCount++ + "</v></c>";
    }

    static String text(String reference, String text) {
        return "<c r='" + reference + "' t='inlineStr'><is><t>" + text + "</t></is></c>";
    }

    static String number(String reference, String value) {
        return "<c r='" + reference + "'><v>" + value + "</v></c>";
    }

    static String date(String reference, String serial, int style) {
        return "<c r='" + reference + "' s='" + style + "'><v>" + serial + "</v></c>";
    }

    static String row(int number, String... cells) {
        return "<row r='" + number + "'>" + String.join("", cells) + "</row>";
    }

    Office part(String name, String content) {
        parts.put(name, content.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    byte[] bytes() {
        Map<String, byte[]> all = new LinkedHashMap<>();
        put(all, "_rels/.rels", "<Relationships><Relationship Id='a' Type='http://x/officeDocument' Target='xl/workbook.xml'/></Relationships>");
        put(all, "xl/workbook.xml", "<workbook xmlns:r='http://x/relationships'>" + bookProperties + "<sheets>" + sheets + "</sheets></workbook>");
        put(all, "xl/_rels/workbook.xml.rels", "<Relationships>" + links
            + "<Relationship Id='st' Type='http://x/styles' Target='/xl/styles.xml'/>"
            + "<Relationship Id='sh' Type='http://x/sharedStrings' Target='sharedStrings.xml'/></Relationships>");
        put(all, "xl/styles.xml", STYLES);
        put(all, "xl/sharedStrings.xml", "<sst>" + texts + "</sst>");
        all.putAll(parts);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> part : all.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void put(Map<String, byte[]> all, String name, String content) {
        all.put(name, ("<?xml version='1.0' encoding='UTF-8'?>" + content).getBytes(StandardCharsets.UTF_8));
    }
}
