package org.jixiao.evaluation.consistency;

/**
 * One place where a form contradicts itself or the scheme: where, what is stated, what the rule makes of it.
 *
 * @param place       for people: "indicators[8] 实施综合窗口改革"
 * @param pointer     JSON pointer into the form, where the fault would be put right
 * @param difference  by how much the rule is missed, signed; absent where there is nothing to subtract
 * @param tolerance   the rounding that explains the difference; only with INFO
 * @param explainable whether an explanation can stand instead of a correction
 */
public record Finding(
        String rule,
        Severity severity,
        String place,
        String pointer,
        String stated,
        String computed,
        String difference,
        String computation,
        String tolerance,
        boolean explainable) {

    public enum Severity { ERROR, WARNING, INFO }

    /**
     * What an explanation is bound to. Keeps C16: when a figure changes, the explanation lapses, because it
     * explained something else.
     */
    public String figures() {
        return String.join(" | ", text(stated), text(computed), text(difference), text(computation));
    }

    /** An error that no explanation covers keeps a form from being submitted. */
    public boolean blocks(boolean explained) {
        return severity == Severity.ERROR && !(explainable && explained);
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
