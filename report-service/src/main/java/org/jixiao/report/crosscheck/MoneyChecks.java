package org.jixiao.report.crosscheck;

import static org.jixiao.report.crosscheck.Rounding.HUNDRED;
import static org.jixiao.report.crosscheck.Rounding.halfUp;
import static org.jixiao.report.crosscheck.Rounding.percent;
import static org.jixiao.report.crosscheck.Rounding.plain;
import static org.jixiao.report.crosscheck.Rounding.signed;
import static org.jixiao.report.crosscheck.Rounding.truncated;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jixiao.report.narrative.Figure;
import org.jixiao.report.narrative.Figures;
import org.jixiao.report.narrative.Figures.Item;

/** Amounts of the narrative with one another and with the department's form. */
final class MoneyChecks {

    private static final String CHAPTER_FOUR = "/narrative/chapters/3/body";
    private static final String CHAPTER_FIVE = "/narrative/chapters/4/body";

    private MoneyChecks() {
    }

    static List<Finding> outturnTotalInFormAndNarrative(Package pack, Tolerances tolerances) {
        Optional<BigDecimal> form = pack.departmentFunds().map(EvaluationForm.Funds::executedAmount);
        Optional<Figure> narrative = pack.figures().get(Item.OUTTURN_TOTAL);
        return both(form, narrative, (stated, figure) -> Rounding.samePrinted(Rule.NARRATIVE_TOTAL,
                "annex1.funds vs " + figure.place() + " 收、支总计", CHAPTER_FOUR, stated, figure.value(), tolerances));
    }

    static List<Finding> basicExpenditureInFormAndNarrative(Package pack, Tolerances tolerances) {
        return both(pack.departmentFunds().flatMap(funds -> funds.expenditure("BASIC")),
                pack.figures().get(Item.OUTTURN_BASIC),
                (stated, figure) -> Rounding.samePrinted(Rule.NARRATIVE_BASIC, "annex1.funds 基本支出 vs " + figure.place(),
                        CHAPTER_FOUR, stated, figure.value(), tolerances));
    }

    static List<Finding> projectExpenditureInFormAndNarrative(Package pack, Tolerances tolerances) {
        return both(pack.departmentFunds().flatMap(funds -> funds.expenditure("PROJECT")),
                pack.figures().get(Item.OUTTURN_PROJECT),
                (stated, figure) -> Rounding.samePrinted(Rule.NARRATIVE_PROJECT_TOTAL,
                        "annex1.funds 项目支出 vs " + figure.place(), CHAPTER_FOUR, stated, figure.value(), tolerances));
    }

    static List<Finding> basicAndProjectMakeTheTotal(Package pack, Tolerances tolerances) {
        return sum(pack.figures(), Rule.NARRATIVE_TOTAL, "narrative.四 基本支出 + 项目支出 vs 收、支总计", Item.OUTTURN_TOTAL,
                List.of(Item.OUTTURN_BASIC, Item.OUTTURN_PROJECT), tolerances);
    }

    static List<Finding> personnelAndOperatingMakeBasic(Package pack, Tolerances tolerances) {
        return sum(pack.figures(), Rule.BASIC_SPLIT, "narrative.四(一) 人员经费 + 公用经费 vs 基本支出", Item.OUTTURN_BASIC,
                List.of(Item.PERSONNEL, Item.OPERATING), tolerances);
    }

    static List<Finding> initialBudgetSplits(Package pack, Tolerances tolerances) {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(sum(pack.figures(), Rule.INITIAL_SPLIT, "narrative.四 支出预算", Item.INITIAL_EXPENDITURE,
                List.of(Item.INITIAL_BASIC, Item.INITIAL_PROJECT), tolerances));
        findings.addAll(sum(pack.figures(), Rule.INITIAL_SPLIT, "narrative.四 预算收入", Item.INITIAL_REVENUE,
                List.of(Item.INITIAL_REVENUE_APPROPRIATION, Item.INITIAL_REVENUE_OTHER), tolerances));
        findings.addAll(both(pack.departmentFunds().map(EvaluationForm.Funds::initialBudget),
                pack.figures().get(Item.INITIAL_EXPENDITURE),
                (stated, figure) -> Rounding.samePrinted(Rule.INITIAL_SPLIT, "annex1.funds 年初预算数 vs narrative.四 支出预算",
                        CHAPTER_FOUR, stated, figure.value(), tolerances)));
        return findings;
    }

    static List<Finding> growthFollowsFromTheChange(Package pack, Tolerances tolerances) {
        Figures figures = pack.figures();
        Optional<Figure> total = figures.get(Item.OUTTURN_TOTAL);
        Optional<Figure> change = figures.get(Item.OUTTURN_CHANGE);
        Optional<Figure> growth = figures.get(Item.OUTTURN_GROWTH_PERCENT);
        if (total.isEmpty() || change.isEmpty() || growth.isEmpty()) {
            return List.of();
        }
        BigDecimal now = total.get().value();
        BigDecimal more = change.get().value();
        BigDecimal before = now.subtract(more);
        BigDecimal half = tolerances.halfAmount();
        BigDecimal slack = half.add(half);
        if (before.subtract(slack).signum() <= 0) {
            return List.of();
        }
        BigDecimal exact = percent(more, before);
        BigDecimal one = percent(more.subtract(half), more.signum() >= 0 ? before.add(slack) : before.subtract(slack));
        BigDecimal other = percent(more.add(half), more.signum() >= 0 ? before.subtract(slack) : before.add(slack));
        String computation = plain(now) + " - " + plain(more) + " = " + plain(before) + "; " + plain(more) + "/"
                + plain(before) + " = " + plain(truncated(exact, 4)) + " %";
        return percentage(Rule.YOY, "narrative.四 增长", growth.get().value(), exact, one.min(other), one.max(other),
                computation, tolerances);
    }

    static List<Finding> itemsDoNotExceedTheirTotal(Package pack, Tolerances tolerances) {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(items(pack.figures().get(Item.PERSONNEL), pack.figures().personnelItems(), tolerances));
        findings.addAll(items(pack.figures().get(Item.OPERATING), pack.figures().operatingItems(), tolerances));
        return findings;
    }

    static List<Finding> sharesFollowFromAmounts(Package pack, Tolerances tolerances) {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(share(pack.figures(), Item.PERSONNEL, Item.PERSONNEL_SHARE_PERCENT, tolerances));
        findings.addAll(share(pack.figures(), Item.OPERATING, Item.OPERATING_SHARE_PERCENT, tolerances));
        return findings;
    }

    static List<Finding> sharesMakeHundred(Package pack, Tolerances tolerances) {
        return both(pack.figures().get(Item.PERSONNEL_SHARE_PERCENT).map(Figure::value),
                pack.figures().get(Item.OPERATING_SHARE_PERCENT), (personnel, operating) -> {
                    BigDecimal sum = personnel.add(operating.value());
                    BigDecimal difference = sum.subtract(HUNDRED);
                    String half = plain(tolerances.halfPercent());
                    BigDecimal bound = tolerances.halfPercent().multiply(BigDecimal.valueOf(2));
                    return Rounding.compare(Rule.SHARE_SUM, operating.place() + " 占比合计", CHAPTER_FOUR,
                            plain(sum) + "%", "100%", difference, signed(difference) + " pp",
                            plain(personnel) + " + " + plain(operating.value()) + " = " + plain(sum), bound,
                            "2 个占比各舍入到 " + plain(tolerances.percentStep()) + "：|差| <= 2*" + half + " = "
                                    + plain(bound));
                });
    }

    static List<Finding> governmentFundInFormAndNarrative(Package pack, Tolerances tolerances) {
        Optional<Figure> stated = pack.figures().get(Item.GOVERNMENT_FUND_REVENUE)
                .or(() -> pack.figures().get(Item.GOVERNMENT_FUND_EXPENDITURE));
        return both(pack.departmentFunds().flatMap(funds -> funds.source("GOVERNMENT_FUND")), stated,
                (form, figure) -> Rounding.samePrinted(Rule.GOV_FUND, "annex1.funds 政府性基金拨款 vs " + figure.place(),
                        CHAPTER_FIVE, form, figure.value(), tolerances));
    }

    static List<Finding> unrelatedItemsDiffer(Package pack, Tolerances tolerances) {
        Map<BigDecimal, List<String>> byValue = new LinkedHashMap<>();
        Figures figures = pack.figures();
        collect(byValue, figures.get(Item.OPERATING), figures.operatingItems());
        collect(byValue, figures.get(Item.PERSONNEL), figures.personnelItems());
        return byValue.entrySet().stream()
                .filter(entry -> entry.getKey().signum() != 0 && entry.getValue().size() > 1)
                .map(entry -> Rule.DUPLICATE_FIGURE.finding("narrative.四(一)", CHAPTER_FOUR,
                        String.join(" 与 ", entry.getValue()) + " 均为 " + plain(entry.getKey()), null, null,
                        "互不相关的项目金额相同"))
                .toList();
    }

    private static void collect(Map<BigDecimal, List<String>> byValue, Optional<Figure> total, List<Figure> items) {
        for (Figure item : items) {
            boolean whole = total.isPresent() && total.get().value().compareTo(item.value()) == 0;
            String label = whole ? total.get().label() + "/" + item.label() : item.label();
            byValue.computeIfAbsent(item.value().stripTrailingZeros(), value -> new ArrayList<>()).add(label);
        }
    }

    /** A list that begins with 主要包括 may be smaller than its total, never larger. */
    private static List<Finding> items(Optional<Figure> total, List<Figure> items, Tolerances tolerances) {
        if (total.isEmpty() || items.isEmpty()) {
            return List.of();
        }
        List<BigDecimal> addends = items.stream().map(Figure::value).toList();
        BigDecimal sum = addends.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal difference = sum.subtract(total.get().value());
        if (difference.negate().compareTo(tolerances.ofSum(addends.size())) > 0) {
            return List.of();
        }
        return Rounding.compare(Rule.ITEM_SUM, total.get().place() + " " + total.get().label() + "各项", CHAPTER_FOUR,
                plain(total.get().value()), plain(sum), difference, signed(difference),
                Rounding.joined(addends, "+") + " = " + plain(sum), tolerances.ofSum(addends.size()),
                Rounding.boundOfSum(addends.size(), tolerances));
    }

    private static List<Finding> share(Figures figures, Item part, Item share, Tolerances tolerances) {
        Optional<Figure> basic = figures.get(Item.OUTTURN_BASIC);
        Optional<Figure> amount = figures.get(part);
        Optional<Figure> stated = figures.get(share);
        BigDecimal half = tolerances.halfAmount();
        if (basic.isEmpty() || amount.isEmpty() || stated.isEmpty()
                || basic.get().value().compareTo(half) <= 0) {
            return List.of();
        }
        BigDecimal whole = basic.get().value();
        BigDecimal own = amount.get().value();
        BigDecimal exact = percent(own, whole);
        BigDecimal lower = percent(own.subtract(half), whole.add(half));
        BigDecimal upper = percent(own.add(half), whole.subtract(half));
        String computation = plain(own) + " / " + plain(whole) + " = "
                + plain(own.divide(whole, 8, RoundingMode.HALF_UP)) + "; 四舍五入 " + plain(halfUp(exact, 2))
                + ", 截尾 " + plain(truncated(exact, 2)) + complement(figures, share);
        return percentage(Rule.SHARE_PCT, stated.get().place() + " " + stated.get().label(), stated.get().value(), exact,
                lower, upper, computation, tolerances);
    }

    /** Where the second share is what the first leaves of 100, that is how it was made. */
    private static String complement(Figures figures, Item share) {
        Optional<Figure> first = figures.get(Item.PERSONNEL_SHARE_PERCENT);
        if (share != Item.OPERATING_SHARE_PERCENT || first.isEmpty()) {
            return "";
        }
        return "; 100 - " + plain(first.get().value()) + " = " + plain(HUNDRED.subtract(first.get().value()));
    }

    /** A stated percentage against the exact one and the interval that rounding of the amounts leaves open. */
    private static List<Finding> percentage(Rule rule, String place, BigDecimal stated, BigDecimal exact,
                                            BigDecimal lower, BigDecimal upper, String computation,
                                            Tolerances tolerances) {
        int scale = Math.max(tolerances.percentStep().scale(), stated.scale());
        BigDecimal rounded = halfUp(exact, scale);
        BigDecimal difference = stated.subtract(rounded);
        if (difference.signum() == 0) {
            return List.of();
        }
        BigDecimal half = tolerances.halfPercent();
        boolean explained = stated.add(half).compareTo(lower) >= 0 && stated.subtract(half).compareTo(upper) <= 0;
        String bound = "金额各舍入 +-" + plain(tolerances.halfAmount()) + " 的传播区间 " + plain(halfUp(lower, 3)) + " % … "
                + plain(halfUp(upper, 3)) + " %";
        return List.of(rule.finding(explained ? Severity.INFO : rule.severity(), place, CHAPTER_FOUR,
                plain(stated) + "%", plain(rounded) + "% (" + plain(halfUp(exact, 4)) + "…)",
                signed(difference) + " pp", computation, bound));
    }

    private static List<Finding> sum(Figures figures, Rule rule, String place, Item total, List<Item> parts,
                                     Tolerances tolerances) {
        List<BigDecimal> addends = parts.stream().map(figures::get).flatMap(Optional::stream).map(Figure::value)
                .collect(Collectors.toList());
        if (figures.get(total).isEmpty() || addends.size() < parts.size()) {
            return List.of();
        }
        return Rounding.sum(rule, place, CHAPTER_FOUR, figures.get(total).get().value(), addends, tolerances);
    }

    private interface Comparison {
        List<Finding> of(BigDecimal stated, Figure figure);
    }

    private static List<Finding> both(Optional<BigDecimal> stated, Optional<Figure> figure, Comparison comparison) {
        return stated.isPresent() && figure.isPresent() ? comparison.of(stated.get(), figure.get()) : List.of();
    }
}
