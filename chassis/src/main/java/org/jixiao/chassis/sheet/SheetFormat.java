package org.jixiao.chassis.sheet;

/** A format of tables in files. {@link #JSON}, one array, is only written. */
public enum SheetFormat {

    CSV("text/csv;charset=UTF-8", "csv"),
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    NDJSON("application/x-ndjson", "ndjson"),
    JSON("application/json", "json");

    private final String mediaType;
    private final String extension;

    SheetFormat(String mediaType, String extension) {
        this.mediaType = mediaType;
        this.extension = extension;
    }

    public String mediaType() {
        return mediaType;
    }

    public String extension() {
        return extension;
    }
}
