package org.jixiao.report.publication;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jixiao.report.ContentHash;
import org.jixiao.report.assembly.Assembly;
import org.jixiao.report.assembly.Assembly.Arrived;
import org.jixiao.report.assembly.Assembly.ReceivedEvaluation;
import org.jixiao.report.crosscheck.Statement;
import org.jixiao.report.narrative.Narrative;
import org.jixiao.report.publication.Report.Change;
import org.jixiao.report.publication.Report.Source;

/**
 * Makes the next version of a department-year out of a finished assembly.
 *
 * <p>Keeps R6 (a version says what it supersedes and what changed) and R7 (what says nothing new makes no version).
 */
public final class Publication {

    /** Not content: it says which version this is, not what it says. */
    private static final Set<String> ABOUT_THE_VERSION =
            Set.of("version", "supersedes", "changes", "sources", "publishedAt", "contentHash");
    /** Findings follow from the rest; their changes would say everything twice. */
    private static final Set<String> DERIVED = Set.of("findings");
    private static final Set<String> NOT_HASHED = Set.of("publishedAt", "contentHash");

    private Publication() {
    }

    /**
     * The next version, or nothing when it would say what the version before says.
     *
     * @param assembly must be READY
     * @param before   the canonical tree of the version before, or null
     */
    public static Optional<Report> next(Assembly assembly, Map<String, Object> before, Instant at) {
        Report first = report(assembly);
        if (before == null) {
            return Optional.of(finished(first, 1, null, List.of(), at));
        }
        if (content(before, ABOUT_THE_VERSION).equals(content(tree(first), ABOUT_THE_VERSION))) {
            return Optional.empty();
        }
        int superseded = (Integer) before.get("version");
        List<Change> changes = changes(content(before, both()), content(tree(first), both()));
        return Optional.of(finished(first, superseded + 1, superseded, changes, at));
    }

    /** The hash that the report's own {@code contentHash} must equal. */
    public static String contentHash(Report report) {
        return ContentHash.of(CanonicalJson.write(content(tree(report), NOT_HASHED)));
    }

    public static Map<String, Object> tree(Report report) {
        @SuppressWarnings("unchecked")
        Map<String, Object> tree = (Map<String, Object>) CanonicalJson.tree(report);
        return tree;
    }

    private static Report report(Assembly assembly) {
        Arrived arrived = assembly.arrived();
        Statement statement = arrived.statement().statement();
        Narrative narrative = arrived.narrative().narrative();
        return new Report(statement.departmentCode(), statement.departmentName(), statement.fiscalYear(), 1,
                narrative.title(), narrative.preamble(), narrative.chapters(), statement,
                assembly.evaluations().stream().map(ReceivedEvaluation::evaluation).toList(), assembly.findings(),
                List.of(), null, sources(assembly), null, null);
    }

    private static Report finished(Report of, int version, Integer supersedes, List<Change> changes, Instant at) {
        Report numbered = with(of, version, supersedes, changes, null, null);
        return with(of, version, supersedes, changes, at, contentHash(numbered));
    }

    private static Report with(Report of, int version, Integer supersedes, List<Change> changes, Instant at, String hash) {
        return new Report(of.departmentCode(), of.departmentName(), of.fiscalYear(), version, of.title(), of.preamble(),
                of.chapters(), of.statement(), of.forms(), of.findings(), changes, supersedes, of.sources(), at, hash);
    }

    private static List<Source> sources(Assembly assembly) {
        List<Source> sources = new ArrayList<>();
        Arrived arrived = assembly.arrived();
        sources.add(new Source(Source.Kind.STATEMENT, arrived.statement().eventId(), arrived.statement().contentHash()));
        assembly.evaluations().forEach(one -> sources.add(
                new Source(Source.Kind.EVALUATION, one.eventId(), one.evaluation().contentHash())));
        sources.add(new Source(Source.Kind.NARRATIVE, String.valueOf(arrived.narrative().version()),
                arrived.narrative().contentHash()));
        return sources;
    }

    private static Set<String> both() {
        Set<String> both = new TreeSet<>(ABOUT_THE_VERSION);
        both.addAll(DERIVED);
        return both;
    }

    private static Map<String, Object> content(Map<String, Object> tree, Set<String> without) {
        Map<String, Object> content = new TreeMap<>(tree);
        content.keySet().removeAll(without);
        return content;
    }

    private static List<Change> changes(Object before, Object after) {
        List<Change> changes = new ArrayList<>();
        compare("", before, after, changes);
        return changes;
    }

    private static void compare(String pointer, Object before, Object after, List<Change> changes) {
        if (Objects.equals(before, after)) {
            return;
        }
        if (before instanceof Map<?, ?> one && after instanceof Map<?, ?> other) {
            Set<String> names = new TreeSet<>();
            one.keySet().forEach(name -> names.add(name.toString()));
            other.keySet().forEach(name -> names.add(name.toString()));
            names.forEach(name -> compare(pointer + "/" + name, one.get(name), other.get(name), changes));
        } else if (before instanceof List<?> one && after instanceof List<?> other) {
            for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
                compare(pointer + "/" + i, i < one.size() ? one.get(i) : null, i < other.size() ? other.get(i) : null,
                        changes);
            }
        } else {
            changes.add(new Change(pointer, shown(before), shown(after)));
        }
    }

    private static String shown(Object value) {
        return value == null ? null : value instanceof Map || value instanceof List ? CanonicalJson.write(value)
                : value.toString();
    }
}
