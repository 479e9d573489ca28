package org.jixiao.report.crosscheck;

import static org.jixiao.report.crosscheck.Rounding.HUNDRED;
import static org.jixiao.report.crosscheck.Rounding.percent;
import static org.jixiao.report.crosscheck.Rounding.percentShown;
import static org.jixiao.report.crosscheck.Rounding.plain;
import static org.jixiao.report.crosscheck.Rounding.signed;
import static org.jixiao.report.crosscheck.Rounding.signedPercent;
import static org.jixiao.report.crosscheck.Rounding.tenThousands;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jixiao.report.crosscheck.EvaluationForm.Funds;
import org.jixiao.report.crosscheck.Package.Annex;
import org.jixiao.report.crosscheck.Statement.Line;
import org.jixiao.report.narrative.Figure;
import org.jixiao.report.narrative.Figures;
import org.jixiao.report.narrative.Figures.Item;

/** Forms against the ledger's statement, and the forms together against the whole that they are to cover. */
final class LedgerChecks {

    private LedgerChecks() {
    }

    static List<Finding> departmentTotals(Package pack, Tolerances tolerances) {
        if (pack.ledger().isEmpty() || pack.departmentFunds().isEmpty()) {
            return List.of();
        }
        Funds funds = pack.departmentFunds().get();
        Statement.Figures total = pack.statement().total();
        List<Finding> findings = new ArrayList<>();
        findings.addAll(ledger(Rule.LEDGER_INITIAL, "annex1.funds 年初预算数 vs ledger", "/annexes/0/funds/initialBudget",
                funds.initialBudget(), total, Statement.Figures::initialBudget, tolerances));
        findings.addAll(ledger(Rule.LEDGER_TOTAL, "annex1.funds 全年预算数 vs ledger", "/annexes/0/funds/adjustedBudget",
                funds.adjustedBudget(), total, Statement.Figures::adjustedBudget, tolerances));
        findings.addAll(ledger(Rule.LEDGER_TOTAL, "annex1.funds 全年执行数 vs ledger", "/annexes/0/funds/executedAmount",
                funds.executedAmount(), total, Statement.Figures::executedAmount, tolerances));
        return findings;
    }

    static List<Finding> departmentSplit(Package pack, Tolerances tolerances) {
        if (pack.ledger().isEmpty() || pack.departmentFunds().isEmpty()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        findings.addAll(split(Rule.LEDGER_BASIC, "annex1.funds 基本支出 vs ledger",
                pack.departmentFunds().get().expenditure("BASIC"), pack.statement().basic(), tolerances));
        findings.addAll(split(Rule.LEDGER_PROJECT, "annex1.funds 项目支出 vs ledger",
                pack.departmentFunds().get().expenditure("PROJECT"), pack.statement().project(), tolerances));
        return findings;
    }

    static List<Finding> projectForms(Package pack, Tolerances tolerances) {
        if (pack.ledger().isEmpty()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        for (Annex annex : pack.projects()) {
            if (annex.projectCode() == null || annex.funds().isEmpty()) {
                continue;
            }
            Optional<Line> line = pack.statement().byProject().stream()
                    .filter(project -> annex.projectCode().equals(project.code())).findFirst();
            if (line.isEmpty()) {
                findings.add(Rule.LEDGER_PROJECT_FORM.finding(annex.place() + ".funds vs ledger",
                        "/annexes/" + (annex.number() - 1), annex.projectCode(), "总账中没有该项目", null,
                        annex.projectCode() + " 不在总账的项目中"));
                continue;
            }
            findings.addAll(projectForm(annex, line.get().figures(), tolerances));
        }
        return findings;
    }

    /** Every project that spent money is to be evaluated (全覆盖). */
    static List<Finding> projectFormsCoverProjectExpenditure(Package pack, Tolerances tolerances) {
        Optional<BigDecimal> form = pack.departmentFunds().flatMap(funds -> funds.expenditure("PROJECT"));
        Optional<BigDecimal> narrative = pack.figures().get(Item.OUTTURN_PROJECT).map(Figure::value);
        Optional<BigDecimal> whole = form.or(() -> ledgerProject(pack, Statement.Figures::executedAmount))
                .or(() -> narrative);
        if (whole.isEmpty() || pack.annexes().isEmpty()) {
            return List.of();
        }
        List<BigDecimal> covered = amounts(pack, Funds::executedAmount);
        BigDecimal sum = total(covered);
        BigDecimal gap = whole.get().subtract(sum);
        StringBuilder computation = new StringBuilder(plain(whole.get()) + " - " + plain(sum) + " = " + plain(gap));
        if (whole.get().signum() > 0 && gap.signum() > 0) {
            BigDecimal open = percent(gap, whole.get());
            computation.append(" = 项目支出的 ").append(percentShown(open)).append(" 没有项目自评表（覆盖率 ")
                    .append(percentShown(HUNDRED.subtract(open))).append("）");
        }
        if (narrative.isPresent() && narrative.get().compareTo(whole.get()) != 0) {
            computation.append("；按报告正文 ").append(plain(narrative.get())).append(" - ").append(plain(sum)).append(" = ")
                    .append(plain(narrative.get().subtract(sum)));
        }
        computation.append(withoutForm(pack, Statement.Figures::executedAmount));
        return coverage(Rule.PROJECT_FORM_COVERAGE, annexPlaces(pack) + " vs "
                        + (form.isPresent() ? "annex1.funds 项目支出" : "项目支出"), addition(covered), plain(whole.get()), gap,
                computation.toString(), covered.size(), tolerances);
    }

    static List<Finding> projectFormsCoverInitialBudget(Package pack, Tolerances tolerances) {
        Optional<BigDecimal> whole = pack.figures().get(Item.INITIAL_PROJECT).map(Figure::value)
                .or(() -> ledgerProject(pack, Statement.Figures::initialBudget));
        if (whole.isEmpty() || pack.annexes().isEmpty()) {
            return List.of();
        }
        List<BigDecimal> covered = amounts(pack, Funds::initialBudget);
        BigDecimal gap = whole.get().subtract(total(covered));
        String computation = plain(whole.get()) + " - " + plain(total(covered)) + " = " + plain(gap)
                + "：年初项目预算中属于没有自评表的项目的部分" + withoutForm(pack, Statement.Figures::initialBudget);
        return coverage(Rule.PROJECT_INITIAL_COVERAGE, "narrative.四 年初项目支出 vs " + annexPlaces(pack) + " 年初预算数",
                plain(whole.get()), addition(covered), gap, computation, covered.size(), tolerances);
    }

    /** How the change of the budget during the year divides, where no reason is given for it. */
    static List<Finding> adjustmentSplitIsExplained(Package pack, Tolerances tolerances) {
        Optional<Funds> funds = pack.departmentFunds();
        Optional<BigDecimal> basicBefore = initial(pack, Item.INITIAL_BASIC, Statement::basic);
        Optional<BigDecimal> projectBefore = initial(pack, Item.INITIAL_PROJECT, Statement::project);
        Optional<BigDecimal> basic = funds.flatMap(row -> row.expenditure("BASIC"));
        Optional<BigDecimal> project = funds.flatMap(row -> row.expenditure("PROJECT"));
        if (basicBefore.isEmpty() || projectBefore.isEmpty() || basic.isEmpty() || project.isEmpty()
                || written(funds.get().adjustmentReason())) {
            return List.of();
        }
        BigDecimal basicChange = basic.get().subtract(basicBefore.get());
        BigDecimal projectChange = project.get().subtract(projectBefore.get());
        if (!large(basicChange, basicBefore.get(), tolerances) && !large(projectChange, projectBefore.get(), tolerances)) {
            return List.of();
        }
        BigDecimal both = basicChange.add(projectChange);
        BigDecimal initial = funds.get().initialBudget();
        BigDecimal adjusted = funds.get().adjustedBudget();
        String check = initial == null || adjusted == null ? ""
                : "；全年 - 年初 = " + plain(adjusted) + " - " + plain(initial) + " = " + plain(adjusted.subtract(initial));
        return List.of(Rule.ADJUSTMENT_EXPLAIN.finding("annex1.funds 基本支出/项目支出 vs narrative.四",
                "/annexes/0/funds/adjustmentReason",
                plain(basicBefore.get()) + "→" + plain(basic.get()) + " 与 " + plain(projectBefore.get()) + "→"
                        + plain(project.get()),
                change(basicChange, basicBefore.get()) + " 与 " + change(projectChange, projectBefore.get()), plain(both),
                plain(basicChange) + " + " + plain(projectChange) + " = " + plain(both) + check));
    }

    /** Personnel expenditure per person of those that the accounts say they cover. */
    static List<Finding> accountsCoverThePersons(Package pack, Tolerances tolerances) {
        Figures figures = pack.figures();
        Optional<Figure> personnel = figures.get(Item.PERSONNEL);
        BigDecimal own = persons(figures, false);
        BigDecimal below = persons(figures, true);
        boolean ownOnly = figures.accountsCover().filter(cover -> cover.contains("本级")).isPresent();
        if (personnel.isEmpty() || !ownOnly || own.signum() == 0 || below.signum() == 0) {
            return List.of();
        }
        BigDecimal amount = personnel.get().value();
        BigDecimal perOwn = Rounding.ratio(amount, own, 2);
        if (perOwn.compareTo(tolerances.personnelPerHead()) <= 0) {
            return List.of();
        }
        BigDecimal all = own.add(below);
        return List.of(Rule.ENTITY_COVERAGE.finding(Severity.WARNING,
                "narrative.二 决算单位（本级 " + own + " 人，下属 " + below + " 人） vs narrative.四(一) 人员经费",
                "/narrative/chapters/1/body", plain(amount) + " 人员经费",
                plain(amount) + "/" + own + " = " + plain(perOwn) + " 每人；" + plain(amount) + "/" + all + " = "
                        + plain(Rounding.ratio(amount, all, 2)) + " 每人", null,
                "人均合理性：决算只含“" + figures.accountsCover().get() + "”", "人均上限 " + plain(tolerances.personnelPerHead())));
    }

    private static List<Finding> projectForm(Annex annex, Statement.Figures figures, Tolerances tolerances) {
        Funds funds = annex.funds().get();
        String place = annex.place() + ".funds ";
        String pointer = "/annexes/" + (annex.number() - 1) + "/funds/";
        List<Finding> findings = new ArrayList<>();
        findings.addAll(ledger(Rule.LEDGER_PROJECT_FORM, place + "年初预算数 vs ledger", pointer + "initialBudget",
                funds.initialBudget(), figures, Statement.Figures::initialBudget, tolerances));
        findings.addAll(ledger(Rule.LEDGER_PROJECT_FORM, place + "全年预算数 vs ledger", pointer + "adjustedBudget",
                funds.adjustedBudget(), figures, Statement.Figures::adjustedBudget, tolerances));
        findings.addAll(ledger(Rule.LEDGER_PROJECT_FORM, place + "全年执行数 vs ledger", pointer + "executedAmount",
                funds.executedAmount(), figures, Statement.Figures::executedAmount, tolerances));
        return findings;
    }

    /** The split of the form may be that of the budget or that of the outturn; it is held against the outturn. */
    private static List<Finding> split(Rule rule, String place, Optional<BigDecimal> stated, Statement.Figures figures,
                                       Tolerances tolerances) {
        if (stated.isEmpty()) {
            return List.of();
        }
        List<Finding> asBudget = ledger(rule, place, "/annexes/0/funds/byExpenditure", stated.get(), figures,
                Statement.Figures::adjustedBudget, tolerances);
        return asBudget.isEmpty() ? asBudget : ledger(rule, place, "/annexes/0/funds/byExpenditure", stated.get(),
                figures, Statement.Figures::executedAmount, tolerances);
    }

    /**
     * A printed amount against the ledger's exact one. Keeps X3: half-up rounding is silent, any other rounding of the
     * last place is INFO, more is a contradiction.
     */
    private static List<Finding> ledger(Rule rule, String place, String pointer, BigDecimal stated,
                                        Statement.Figures figures, Function<Statement.Figures, BigDecimal> which,
                                        Tolerances tolerances) {
        BigDecimal yuan = figures == null ? null : which.apply(figures);
        if (stated == null || yuan == null) {
            return List.of();
        }
        BigDecimal exact = tenThousands(yuan);
        int scale = Math.max(tolerances.amountStep().scale(), stated.scale());
        if (Rounding.halfUp(exact, scale).compareTo(stated) == 0) {
            return List.of();
        }
        BigDecimal difference = stated.subtract(exact);
        boolean rounded = difference.abs().compareTo(tolerances.amountStep()) < 0;
        return List.of(rule.finding(rounded ? Severity.INFO : rule.severity(), place, pointer, plain(stated),
                plain(exact), signed(difference), yuan.toPlainString() + " 元 = " + plain(exact) + " 万元；" + plain(stated)
                        + " - " + plain(exact) + " = " + plain(difference),
                "舍入到 " + plain(tolerances.amountStep()) + "：|差| < " + plain(tolerances.amountStep())));
    }

    /** What is missing may be explained; more in the forms than in the whole is a contradiction. */
    private static List<Finding> coverage(Rule rule, String place, String stated, String computed, BigDecimal gap,
                                          String computation, int addends, Tolerances tolerances) {
        if (gap.signum() == 0) {
            return List.of();
        }
        boolean rounded = gap.abs().compareTo(tolerances.ofSum(addends)) <= 0;
        return List.of(new Finding(rule.name(), rounded ? Severity.INFO : rule.severity(), place, "/annexes", stated,
                computed, plain(gap), computation, Rounding.boundOfSum(addends, tolerances),
                !rounded && gap.signum() > 0));
    }

    private static String withoutForm(Package pack, Function<Statement.Figures, BigDecimal> which) {
        if (pack.ledger().isEmpty()) {
            return "";
        }
        Set<String> covered = pack.projects().stream().map(Annex::projectCode).filter(Objects::nonNull)
                .collect(Collectors.toSet());
        String missing = pack.statement().byProject().stream()
                .filter(line -> !covered.contains(line.code()) && line.figures() != null
                        && which.apply(line.figures()) != null && which.apply(line.figures()).signum() != 0)
                .map(line -> line.code() + " " + (line.name() == null ? "" : line.name() + " ")
                        + plain(tenThousands(which.apply(line.figures()))))
                .collect(Collectors.joining("、"));
        return missing.isEmpty() ? "" : "；总账中没有自评表的项目：" + missing;
    }

    private static Optional<BigDecimal> ledgerProject(Package pack, Function<Statement.Figures, BigDecimal> which) {
        return pack.ledger().map(Statement::project).map(which).map(Rounding::tenThousands);
    }

    private static Optional<BigDecimal> initial(Package pack, Item item, Function<Statement, Statement.Figures> which) {
        return pack.figures().get(item).map(Figure::value)
                .or(() -> pack.ledger().map(which).map(Statement.Figures::initialBudget).map(Rounding::tenThousands));
    }

    private static List<BigDecimal> amounts(Package pack, Function<Funds, BigDecimal> which) {
        return pack.projects().stream().map(annex -> annex.funds().map(which).orElse(BigDecimal.ZERO)).toList();
    }

    private static BigDecimal total(List<BigDecimal> amounts) {
        return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static String addition(List<BigDecimal> amounts) {
        return amounts.size() < 2 ? plain(total(amounts)) : Rounding.joined(amounts, " + ") + " = " + plain(total(amounts));
    }

    private static String annexPlaces(Package pack) {
        return pack.projects().isEmpty() ? "项目自评表（无）"
                : pack.projects().stream().map(Annex::place).collect(Collectors.joining(" + "));
    }

    private static boolean large(BigDecimal change, BigDecimal before, Tolerances tolerances) {
        return before.signum() <= 0 ? change.signum() != 0
                : percent(change.abs(), before).compareTo(tolerances.adjustmentPercent()) > 0;
    }

    private static String change(BigDecimal change, BigDecimal before) {
        return signed(change) + (before.signum() > 0 ? " (" + signedPercent(percent(change, before)) + ")" : "");
    }

    private static BigDecimal persons(Figures figures, boolean subordinate) {
        return figures.staff().stream().filter(staff -> staff.subordinate() == subordinate).map(Figures.Staff::persons)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static boolean written(String text) {
        return text != null && !text.isBlank();
    }
}
