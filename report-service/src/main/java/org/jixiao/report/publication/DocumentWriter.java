package org.jixiao.report.publication;

/** Writes a report as a document of one format. The same report gives the same bytes. */
public interface DocumentWriter {

    DocumentFormat format();

    byte[] write(Report report);
}
