package org.jixiao.report;

/** Told after something of a department-year's package has been stored, in the same transaction. */
public interface PackageListener {

    void packageChanged(String departmentCode, int fiscalYear);
}
