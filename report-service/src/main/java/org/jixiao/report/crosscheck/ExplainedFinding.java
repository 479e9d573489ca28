package org.jixiao.report.crosscheck;

/**
 * A finding together with the explanation given for exactly its figures.
 *
 * @param explanation null when nobody has explained it
 */
public record ExplainedFinding(Finding finding, Explanation explanation) {

    /** Keeps R3: an ERROR is resolved only by an explanation, and only where the rule admits one. */
    public boolean unresolved() {
        return finding.blocks() && !(finding.explainable() && explanation != null);
    }
}
