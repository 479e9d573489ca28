package org.jixiao.report.crosscheck;

import static org.jixiao.report.crosscheck.Rounding.plain;
import static org.jixiao.report.crosscheck.Rounding.signed;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jixiao.report.crosscheck.EvaluationForm.Indicator;
import org.jixiao.report.crosscheck.Package.Annex;
import org.jixiao.report.crosscheck.Tolerances.Grade;
import org.jixiao.report.narrative.Chapter;
import org.jixiao.report.narrative.Figure;
import org.jixiao.report.narrative.Figures;
import org.jixiao.report.narrative.Figures.Item;
import org.jixiao.report.narrative.Text;

/** Scores and grades across forms and narrative. */
final class ScoreChecks {

    private static final String CHAPTER_EIGHT = "/narrative/chapters/7/body";
    private static final Pattern PERCENT = Pattern.compile("(\\d+(?:\\.\\d+)?)%");
    private static final Map<String, String> CATEGORIES = Map.of("QUANTITY", "数量", "QUALITY", "质量", "TIMELINESS", "时效",
            "COST", "成本", "ECONOMIC", "经济效益", "SOCIAL", "社会效益", "ECOLOGICAL", "生态效益", "SUSTAINABILITY", "可持续影响",
            "SERVICE_RECIPIENT", "满意度");

    private ScoreChecks() {
    }

    static List<Finding> narrativeScoreIsTheFormsTotal(Package pack, Tolerances tolerances) {
        Optional<BigDecimal> form = pack.department().map(annex -> annex.form().statedTotalScore());
        Optional<Figure> narrative = pack.figures().get(Item.TOTAL_SCORE);
        if (form.isEmpty() || narrative.isEmpty() || form.get().compareTo(narrative.get().value()) == 0) {
            return List.of();
        }
        BigDecimal difference = narrative.get().value().subtract(form.get());
        return List.of(Rule.NARRATIVE_SCORE.finding("annex1.total vs narrative.八", CHAPTER_EIGHT,
                plain(form.get()) + " vs " + plain(narrative.get().value()), "相等", signed(difference),
                plain(narrative.get().value()) + " - " + plain(form.get()) + " = " + plain(difference)));
    }

    static List<Finding> gradeWordIsStandard(Package pack, Tolerances tolerances) {
        Optional<String> word = pack.figures().rating();
        if (word.isEmpty()) {
            return List.of();
        }
        Optional<BigDecimal> score = pack.figures().get(Item.TOTAL_SCORE).map(Figure::value)
                .or(() -> pack.department().map(annex -> annex.form().statedTotalScore()));
        Optional<Grade> due = score.flatMap(points -> grade(points, tolerances));
        String computed = due.map(grade -> grade.word() + " (" + range(grade, score.get(), tolerances) + ")").orElse(null);
        String quote = pack.figures().ratingQuote().orElse(word.get());
        if (tolerances.grades().stream().noneMatch(grade -> grade.word().equals(word.get()))) {
            return List.of(Rule.RATING_VOCABULARY.finding("narrative.八", CHAPTER_EIGHT, quote, computed, "用词",
                    "标准等级为 " + String.join("/", tolerances.grades().stream().map(Grade::word).toList())));
        }
        if (due.isPresent() && !due.get().word().equals(word.get())) {
            return List.of(Rule.NARRATIVE_RATING.finding("narrative.八", CHAPTER_EIGHT, quote, computed, "等级",
                    plain(score.get()) + " 分属于 " + due.get().word()));
        }
        return List.of();
    }

    /** The same total and the same deductions in every form look like a pattern, not like an evaluation. */
    static List<Finding> formsAreNotUniform(Package pack, Tolerances tolerances) {
        List<Annex> annexes = pack.annexes();
        if (annexes.size() < tolerances.uniformForms()) {
            return List.of();
        }
        List<BigDecimal> totals = annexes.stream().map(annex -> annex.form().statedTotalScore()).filter(Objects::nonNull)
                .toList();
        List<String> deductions = deductions(annexes.get(0).form());
        boolean uniform = totals.size() == annexes.size()
                && totals.stream().allMatch(total -> total.compareTo(totals.get(0)) == 0)
                && !deductions.isEmpty()
                && annexes.stream().allMatch(annex -> deductions(annex.form()).equals(deductions));
        return uniform ? List.of(Rule.UNIFORM_SCORES.finding(
                String.join(" + ", annexes.stream().map(Annex::place).toList()), "/annexes",
                Rounding.joined(totals, ", "), null, null, annexes.size() + " 张表扣分相同（" + String.join(", ", deductions) + "）"))
                : List.of();
    }

    static List<Finding> satisfactionSourcesAreToldApart(Package pack, Tolerances tolerances) {
        if (pack.narrative() == null) {
            return List.of();
        }
        for (Annex annex : pack.annexes()) {
            for (Indicator indicator : annex.form().indicators()) {
                Optional<BigDecimal> rate = satisfaction(indicator);
                if (rate.isEmpty()) {
                    continue;
                }
                for (Chapter chapter : pack.narrative().chapters()) {
                    for (Figures.Satisfaction other : Figures.satisfactions(chapter.body())) {
                        if (other.percent().compareTo(rate.get()) != 0) {
                            return List.of(Rule.SATISFACTION_SOURCES.finding(annex.place() + ".indicators["
                                            + indicator.number() + "] vs narrative." + chapter.numeral(),
                                    "/narrative/chapters/" + (chapter.number() - 1) + "/body",
                                    plain(rate.get()) + " % vs " + plain(other.percent()) + " %", null, null,
                                    "“" + indicator.name() + "”与“" + other.quote() + "”来源不同；指标相同时才是矛盾"));
                        }
                    }
                }
            }
        }
        return List.of();
    }

    private static Optional<BigDecimal> satisfaction(Indicator indicator) {
        if (!"SATISFACTION".equals(indicator.group())) {
            return Optional.empty();
        }
        if (indicator.actualValue() != null) {
            return Optional.of(indicator.actualValue());
        }
        Matcher matcher = PERCENT.matcher(Text.of(indicator.actualText()).plain());
        return matcher.find() ? Optional.of(new BigDecimal(matcher.group(1))) : Optional.empty();
    }

    private static List<String> deductions(EvaluationForm form) {
        List<String> deductions = new ArrayList<>();
        for (Indicator indicator : form.indicators()) {
            if (indicator.weight() != null && indicator.statedScore() != null
                    && indicator.statedScore().compareTo(indicator.weight()) < 0) {
                deductions.add(plain(indicator.statedScore().subtract(indicator.weight())) + " "
                        + CATEGORIES.getOrDefault(String.valueOf(indicator.category()),
                        String.valueOf(indicator.category())));
            }
        }
        return deductions;
    }

    private static Optional<Grade> grade(BigDecimal score, Tolerances tolerances) {
        return tolerances.grades().stream().filter(grade -> score.compareTo(grade.lower()) >= 0).findFirst();
    }

    private static String range(Grade grade, BigDecimal score, Tolerances tolerances) {
        boolean best = grade.equals(tolerances.grades().get(0));
        return plain(grade.lower()) + " <= " + plain(score) + (best ? " <= " : " < ") + plain(grade.upper());
    }
}
