package org.jixiao.report.publication;

/** Which version of which department-year. */
public record ReportKey(String departmentCode, int fiscalYear, int version) {

    @Override
    public String toString() {
        return departmentCode + "/" + fiscalYear + " v" + version;
    }
}
