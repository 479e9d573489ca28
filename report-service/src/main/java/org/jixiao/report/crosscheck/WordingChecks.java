package org.jixiao.report.crosscheck;

import static org.jixiao.report.crosscheck.Rounding.percent;
import static org.jixiao.report.crosscheck.Rounding.signed;
import static org.jixiao.report.crosscheck.Rounding.signedPercent;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jixiao.report.crosscheck.EvaluationForm.Goal;
import org.jixiao.report.crosscheck.EvaluationForm.Indicator;
import org.jixiao.report.crosscheck.Package.Annex;
import org.jixiao.report.narrative.Chapter;
import org.jixiao.report.narrative.Count;
import org.jixiao.report.narrative.Figure;
import org.jixiao.report.narrative.Figures;
import org.jixiao.report.narrative.Figures.Item;
import org.jixiao.report.narrative.Narrative;
import org.jixiao.report.narrative.Text;

/** What forms and narrative say in words: counts, sites, goals, claims. */
final class WordingChecks {

    private static final Pattern SITES = Pattern.compile(
            "(\\d+)个(?:乡镇|镇|乡|街道)(?:\\(街道\\)|街道)?(?:和|、)?(?:村|社区)(?:\\(社区\\)|社区)?");
    private static final Pattern TOWNS_AND_VILLAGES = Pattern.compile(
            "(\\d+)个(?:乡镇|镇|乡|街道)(?:\\(街道\\)|街道)?(?:和|、|,)(\\d+)个(?:村|社区)(?:\\(社区\\)|社区)?");
    private static final Pattern THRIFT =
            Pattern.compile("(?:执行)?紧缩[^,。;\\n]*|过紧日子|厉行节约[^。;\\n]*|勤俭节约|大力压减[^,。;\\n]*");
    private static final String NARRATIVE = "narrative";

    private WordingChecks() {
    }

    /** A text of the package; document is the annex or the narrative, project whether it is a project form. */
    private record Passage(String document, boolean project, String place, String pointer, String about, String words) {
    }

    private record Mention(Passage passage, Count count) {
    }

    static List<Finding> countsAgree(Package pack, Tolerances tolerances) {
        Map<String, List<Mention>> byThing = new LinkedHashMap<>();
        for (Passage passage : passages(pack)) {
            for (Count count : Count.in(passage.words())) {
                if (count.tellsWhat()) {
                    byThing.computeIfAbsent(count.phrase() + "|" + count.unit(), thing -> new ArrayList<>())
                            .add(new Mention(passage, count));
                }
            }
        }
        return byThing.values().stream().flatMap(mentions -> conflicts(mentions, tolerances).stream()).toList();
    }

    static List<Finding> sitesAdd(Package pack, Tolerances tolerances) {
        List<Passage> passages = passages(pack);
        Set<String> seen = new LinkedHashSet<>();
        List<Finding> findings = new ArrayList<>();
        for (Passage whole : passages) {
            Matcher together = SITES.matcher(Text.of(whole.words()).plain());
            while (together.find()) {
                BigDecimal all = new BigDecimal(together.group(1));
                for (Passage part : passages) {
                    Matcher apart = TOWNS_AND_VILLAGES.matcher(Text.of(part.words()).plain());
                    while (apart.find()) {
                        BigDecimal sum = new BigDecimal(apart.group(1)).add(new BigDecimal(apart.group(2)));
                        if (sum.compareTo(all) != 0 && seen.add(all + "=" + apart.group(1) + "+" + apart.group(2))) {
                            findings.add(Rule.SITES.finding(whole.place() + " vs " + part.place(), whole.pointer(),
                                    all.toPlainString(), sum.toPlainString(), signed(sum.subtract(all)),
                                    apart.group(1) + " + " + apart.group(2) + " = " + sum.toPlainString()));
                        }
                    }
                }
            }
        }
        return findings;
    }

    static List<Finding> goalListsMatch(Package pack, Tolerances tolerances) {
        Figures figures = pack.figures();
        if (figures.departmentGoals().isEmpty() && figures.projectGoals().isEmpty()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        pack.department().ifPresent(annex -> findings.addAll(
                goals("narrative.三.1", figures.departmentGoals(), List.of(annex), tolerances)));
        if (!pack.projects().isEmpty()) {
            findings.addAll(goals("narrative.三.2", figures.projectGoals(), pack.projects(), tolerances));
        }
        return findings;
    }

    /** “Reduced” beside an outturn that grew. */
    static List<Finding> claimsFollowTheFigures(Package pack, Tolerances tolerances) {
        Optional<Chapter> chapter = Optional.ofNullable(pack.narrative()).flatMap(narrative -> narrative.chapter(4));
        if (chapter.isEmpty()) {
            return List.of();
        }
        Figures figures = pack.figures();
        List<String> grown = growth(pack, figures);
        Set<String> claims = new LinkedHashSet<>();
        for (Item item : List.of(Item.INITIAL_REVENUE_CHANGE, Item.INITIAL_EXPENDITURE_CHANGE)) {
            figures.get(item).filter(figure -> figure.value().signum() < 0).map(Figure::quote).ifPresent(claims::add);
        }
        Text text = Text.of(chapter.get().body());
        Matcher matcher = THRIFT.matcher(text.plain());
        boolean thrift = false;
        while (matcher.find()) {
            thrift = true;
            claims.add(text.quote(matcher.start(), matcher.end()));
        }
        if (!thrift || grown.isEmpty()) {
            return List.of();
        }
        return List.of(Rule.NARRATIVE_CLAIM.finding("narrative.四", "/narrative/chapters/3/body",
                String.join("; ", claims), String.join("；", grown), null, "比较说法与数字的方向"));
    }

    static List<Finding> chaptersAreThere(Package pack, Tolerances tolerances) {
        if (pack.narrative() == null) {
            return List.of();
        }
        List<Integer> missing = new ArrayList<>();
        for (int number = 1; number <= Narrative.CHAPTERS; number++) {
            if (pack.narrative().chapter(number).filter(chapter -> written(chapter.body())).isEmpty()) {
                missing.add(number);
            }
        }
        return missing.isEmpty() ? List.of() : List.of(Rule.NARRATIVE_CHAPTERS.finding(NARRATIVE, "/narrative/chapters",
                (Narrative.CHAPTERS - missing.size()) + " 章", Narrative.CHAPTERS + " 章", "-" + missing.size(),
                "缺第 " + missing.stream().map(String::valueOf).collect(Collectors.joining("、")) + " 章"));
    }

    private static List<Finding> conflicts(List<Mention> mentions, Tolerances tolerances) {
        Map<String, List<Mention>> byDocument = mentions.stream().collect(Collectors.groupingBy(
                mention -> mention.passage().document(), LinkedHashMap::new, Collectors.toList()));
        List<List<Mention>> documents = List.copyOf(byDocument.values());
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            for (int j = i + 1; j < documents.size(); j++) {
                List<Mention> others = documents.get(j);
                if (documents.get(i).stream().anyMatch(one -> others.stream()
                        .anyMatch(other -> one.count().agreesWith(other.count())))) {
                    continue;
                }
                Mention one = documents.get(i).get(0);
                Mention other = others.get(0);
                String subject = commonSubject(one, other);
                boolean twoProjects = one.passage().project() && other.passage().project();
                boolean sameSubject = subject.length() >= tolerances.sharedSubject();
                if (sameSubject || !twoProjects) {
                    findings.add(conflict(one, other, sameSubject ? subject : ""));
                }
            }
        }
        return findings;
    }

    private static Finding conflict(Mention one, Mention other, String subject) {
        BigDecimal difference = one.count().value().subtract(other.count().value()).abs();
        boolean about = one.count().open() || other.count().open();
        return Rule.COUNT_CONFLICT.finding(one.passage().place() + " vs " + other.passage().place(),
                one.passage().pointer(), one.count().printed() + " vs " + other.count().printed(), "相等",
                (about ? "约 " : "") + difference.toPlainString(),
                (subject.isEmpty() ? "" : subject + "：") + "“" + one.count().quote() + "”与“" + other.count().quote()
                        + "”，同一年度两个数");
    }

    /** What the two sentences, with what they are about, have in common. */
    private static String commonSubject(Mention one, Mention other) {
        return longestCommon(one.passage().about() + "\n" + one.count().subject(),
                other.passage().about() + "\r" + other.count().subject());
    }

    private static String longestCommon(String one, String other) {
        int[] previous = new int[other.length() + 1];
        int best = 0;
        int end = 0;
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            for (int j = 1; j <= other.length(); j++) {
                boolean same = one.charAt(i - 1) == other.charAt(j - 1) && Character.isIdeographic(one.charAt(i - 1));
                row[j] = same ? previous[j - 1] + 1 : 0;
                if (row[j] > best) {
                    best = row[j];
                    end = i;
                }
            }
            previous = row;
        }
        return one.substring(end - best, end);
    }

    private static List<Passage> passages(Package pack) {
        List<Passage> passages = new ArrayList<>();
        for (Annex annex : pack.annexes()) {
            boolean project = annex.number() > 1;
            String pointer = "/annexes/" + (annex.number() - 1);
            List<Goal> goals = annex.form().goals();
            for (int i = 0; i < goals.size(); i++) {
                String place = annex.place() + ".goals[" + goals.get(i).number() + "]";
                add(passages, annex, project, place, pointer + "/goals/" + i + "/expected", "", goals.get(i).expected());
                add(passages, annex, project, place, pointer + "/goals/" + i + "/actual", "", goals.get(i).actual());
            }
            List<Indicator> indicators = annex.form().indicators();
            for (int i = 0; i < indicators.size(); i++) {
                Indicator indicator = indicators.get(i);
                String place = annex.place() + ".indicators[" + indicator.number() + "]";
                String row = pointer + "/indicators/" + i;
                add(passages, annex, project, place, row + "/targetText", indicator.name(), indicator.targetText());
                add(passages, annex, project, place, row + "/actualText", indicator.name(), indicator.actualText());
            }
        }
        if (pack.narrative() != null) {
            for (Chapter chapter : pack.narrative().chapters()) {
                if (written(chapter.body())) {
                    passages.add(new Passage(NARRATIVE, false, NARRATIVE + "." + chapter.numeral(),
                            "/narrative/chapters/" + (chapter.number() - 1) + "/body", "", chapter.body()));
                }
            }
        }
        return passages;
    }

    private static void add(List<Passage> passages, Annex annex, boolean project, String place, String pointer,
                            String about, String words) {
        if (written(words)) {
            passages.add(new Passage(annex.place(), project, place, pointer, Text.of(about).plain(), words));
        }
    }

    private record FormGoal(Annex annex, Goal goal) {
        String expected() {
            return goal.expected() == null ? "" : goal.expected();
        }
    }

    private static List<Finding> goals(String place, List<Figures.Goal> stated, List<Annex> annexes,
                                       Tolerances tolerances) {
        List<FormGoal> open = new ArrayList<>();
        annexes.forEach(annex -> annex.form().goals().forEach(goal -> open.add(new FormGoal(annex, goal))));
        List<FormGoal> all = List.copyOf(open);
        List<Figures.Goal> unmatched = new ArrayList<>();
        Set<Integer> covered = new TreeSet<>();
        for (Figures.Goal goal : stated) {
            Optional<FormGoal> same = open.stream().filter(form -> Text.same(form.expected(), goal.text())).findFirst();
            same.ifPresent(form -> covered.add(form.annex().number()));
            if (same.isPresent()) {
                open.remove(same.get());
            } else {
                unmatched.add(goal);
            }
        }
        List<Finding> findings = new ArrayList<>();
        List<Figures.Goal> extra = new ArrayList<>();
        for (Figures.Goal goal : unmatched) {
            Optional<FormGoal> near = open.stream()
                    .filter(form -> similarity(form.expected(), goal.text()) >= tolerances.goalSimilarity())
                    .max((one, other) -> similarity(one.expected(), goal.text())
                            - similarity(other.expected(), goal.text()));
            if (near.isPresent()) {
                open.remove(near.get());
                covered.add(near.get().annex().number());
                findings.add(differentWords(place, goal, near.get()));
            } else {
                extra.add(goal);
            }
        }
        if (!open.isEmpty() || !extra.isEmpty()) {
            findings.add(differentLists(place, stated.size(), all, open, extra, covered));
        }
        return findings;
    }

    private static Finding differentWords(String place, Figures.Goal stated, FormGoal form) {
        String one = Text.core(stated.text());
        String other = Text.core(form.expected());
        int head = 0;
        while (head < Math.min(one.length(), other.length()) && one.charAt(head) == other.charAt(head)) {
            head++;
        }
        int tail = 0;
        while (tail < Math.min(one.length(), other.length()) - head
                && one.charAt(one.length() - 1 - tail) == other.charAt(other.length() - 1 - tail)) {
            tail++;
        }
        String extra = one.substring(head, one.length() - tail);
        String missing = other.substring(head, other.length() - tail);
        String difference = (missing.isEmpty() ? "" : "缺“" + missing + "”") + (extra.isEmpty() ? "" : "多“" + extra + "”");
        return Rule.GOAL_TEXT_MATCH.finding(place + " 目标" + stated.number() + " vs " + form.annex().place() + " 目标"
                        + form.goal().number(), "/narrative/chapters/2/body", stated.text(), form.expected(), difference,
                "逐字比较（不计空白和句末标点）");
    }

    private static Finding differentLists(String place, int stated, List<FormGoal> all, List<FormGoal> open,
                                          List<Figures.Goal> extra, Set<Integer> covered) {
        Map<String, Long> perAnnex = all.stream().collect(Collectors.groupingBy(form -> form.annex().place(),
                LinkedHashMap::new, Collectors.counting()));
        String forms = perAnnex.keySet().stream().collect(Collectors.joining(" + "));
        String computed = all.size() + " 个目标（" + perAnnex.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue()).collect(Collectors.joining(", ")) + "）";
        String which = covered.isEmpty() ? "" : "（" + covered.stream().map(number -> "annex" + number)
                .collect(Collectors.joining(", ")) + " 的目标）";
        List<String> computation = new ArrayList<>();
        open.forEach(form -> computation.add(form.annex().place() + " 目标" + form.goal().number() + " “" + form.expected()
                + "” 不在报告中"));
        extra.forEach(goal -> computation.add("报告目标" + goal.number() + " “" + goal.text() + "” 不在自评表中"));
        return Rule.GOAL_LIST_MATCH.finding(place + " vs " + forms, "/narrative/chapters/2/body",
                stated + " 个目标" + which, computed, signed(BigDecimal.valueOf(stated - (long) all.size())),
                String.join("；", computation));
    }

    /** Characters in common order, in percent of the longer text. */
    private static int similarity(String one, String other) {
        String a = Text.core(one);
        String b = Text.core(other);
        if (a.isEmpty() || b.isEmpty()) {
            return 0;
        }
        int[] previous = new int[b.length() + 1];
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            for (int j = 1; j <= b.length(); j++) {
                row[j] = a.charAt(i - 1) == b.charAt(j - 1) ? previous[j - 1] + 1 : Math.max(previous[j], row[j - 1]);
            }
            previous = row;
        }
        return 100 * previous[b.length()] / Math.max(a.length(), b.length());
    }

    private static List<String> growth(Package pack, Figures figures) {
        List<String> grown = new ArrayList<>();
        Optional<BigDecimal> total = figures.get(Item.OUTTURN_TOTAL).map(Figure::value);
        Optional<BigDecimal> change = figures.get(Item.OUTTURN_CHANGE).map(Figure::value);
        if (total.isPresent() && change.isPresent() && change.get().signum() > 0
                && total.get().compareTo(change.get()) > 0) {
            grown.add("决算比上年 " + signed(change.get()) + " ("
                    + signedPercent(percent(change.get(), total.get().subtract(change.get()))) + ")");
        }
        Optional<BigDecimal> initial = pack.departmentFunds().map(EvaluationForm.Funds::initialBudget)
                .or(() -> figures.get(Item.INITIAL_EXPENDITURE).map(Figure::value));
        Optional<BigDecimal> executed = pack.departmentFunds().map(EvaluationForm.Funds::executedAmount).or(() -> total);
        if (initial.isPresent() && executed.isPresent() && initial.get().signum() > 0
                && executed.get().compareTo(initial.get()) > 0) {
            grown.add("比年初预算 "
                    + signedPercent(percent(executed.get().subtract(initial.get()), initial.get())));
        }
        return grown;
    }

    private static boolean written(String text) {
        return text != null && !text.isBlank();
    }
}
