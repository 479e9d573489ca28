package org.jixiao.report.narrative;

import java.math.BigDecimal;

/**
 * A figure read out of a chapter.
 *
 * @param value amounts in 万元, shares in percent, scores in points, staff in persons
 * @param place for example {@code narrative.四(二)}
 * @param quote the words as written
 */
public record Figure(BigDecimal value, String label, String place, String quote) {

    /** The figure as it was printed, without a sign for decreases. */
    public String printed() {
        return value.abs().toPlainString();
    }
}
