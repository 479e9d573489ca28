package org.jixiao.report.publication;

import java.time.Instant;
import java.util.List;
import org.jixiao.report.assembly.Evaluation;
import org.jixiao.report.crosscheck.ExplainedFinding;
import org.jixiao.report.crosscheck.Statement;
import org.jixiao.report.narrative.Chapter;

/**
 * A published version of a department-year, complete in itself: nothing outside is needed to read it.
 *
 * @param forms       the department's form first (annex 1), then the projects' by project code (annex 2, 3, …)
 * @param findings    those of the forms (place prefixed {@code annexN.}) and those of the package, blocking ones first
 * @param changes     against the version before; empty in version 1
 * @param supersedes  the version before, or null in version 1
 * @param sources     what the version was assembled from
 * @param contentHash {@code sha256:…} of the canonical JSON of everything here but {@code publishedAt} and itself, so
 *                    that a report rebuilt from the same events has the same hash
 */
public record Report(String departmentCode, String departmentName, int fiscalYear, int version, String title,
                     String preamble, List<Chapter> chapters, Statement statement, List<Evaluation> forms,
                     List<ExplainedFinding> findings, List<Change> changes, Integer supersedes, List<Source> sources,
                     Instant publishedAt, String contentHash) {

    public Report {
        chapters = List.copyOf(chapters);
        forms = List.copyOf(forms);
        findings = List.copyOf(findings);
        changes = List.copyOf(changes);
        sources = List.copyOf(sources);
    }

    /**
     * One difference to the version before.
     *
     * @param pointer JSON pointer into the report
     * @param before  null when it was not there
     * @param after   null when it is no longer there
     */
    public record Change(String pointer, String before, String after) {
    }

    /**
     * Something that the version was made from.
     *
     * @param kind        STATEMENT, EVALUATION or NARRATIVE
     * @param id          event id, or the narrative's version
     * @param contentHash of the source's content
     */
    public record Source(Kind kind, String id, String contentHash) {

        public enum Kind {
            STATEMENT, EVALUATION, NARRATIVE
        }
    }
}
