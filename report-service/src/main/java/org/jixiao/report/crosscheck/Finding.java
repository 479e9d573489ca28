package org.jixiao.report.crosscheck;

/**
 * What a check found: both figures, their difference and how it was computed.
 *
 * @param rule        code in the rule catalogue
 * @param place       where, for a person: {@code annex1.funds vs narrative.四(二)}
 * @param pointer     where, for a program: JSON pointer into the package, or null
 * @param stated      what is written
 * @param computed    what follows from the other figures, or null
 * @param difference  stated against computed, or null where no figure can express it
 * @param computation the calculation, step by step, or null
 * @param tolerance   the bound that was applied and where it comes from, or null
 * @param explainable whether an explanation may stand instead of a correction
 */
public record Finding(String rule, Severity severity, String place, String pointer, String stated, String computed,
                      String difference, String computation, String tolerance, boolean explainable) {

    /** Whether this finding holds back publication when nobody explains it. */
    public boolean blocks() {
        return severity == Severity.ERROR;
    }
}
