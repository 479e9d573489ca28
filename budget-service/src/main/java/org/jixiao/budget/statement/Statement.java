package org.jixiao.budget.statement;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jixiao.budget.appropriation.Appropriation;
import org.jixiao.budget.appropriation.ExpenditureKind;
import org.jixiao.budget.appropriation.FundNature;
import org.jixiao.budget.fiscalyear.FiscalYear;
import org.jixiao.budget.ledger.MovementKind;

/**
 * The execution statement (预算执行情况) of a department's year: the sums of its ledger, split in four
 * ways that each add up to the total (B13), the changes with their reasons, and the year before (B14).
 *
 * @param priorYear null where nothing is known of it
 */
public record Statement(FiscalYear year, String departmentName, List<Line> lines, List<Adjustment> adjustments,
                        PriorYear priorYear) {

    /**
     * The figures of all appropriations that agree in what the splits ask for.
     *
     * @param projectCode null for basic expenditure
     */
    public record Line(FundNature fundNature, ExpenditureKind expenditureKind, String economicClass,
                       String economicClassName, String projectCode, String projectName, Figures figures, int entryCount) {
    }

    /**
     * A document that changed the budget in the course of the year.
     *
     * @param amount net, signed; zero for a virement
     */
    public record Adjustment(MovementKind kind, String documentNumber, LocalDate documentDate, String reason,
                             BigDecimal amount) {
    }

    /** What the year before had. */
    public record PriorYear(int fiscalYear, BigDecimal initialBudget, BigDecimal executedAmount, PriorSource source) {
    }

    /** One part of a split. */
    public record Part(String code, String name, Figures figures) {
    }

    public Statement {
        lines = List.copyOf(lines);
        adjustments = List.copyOf(adjustments);
    }

    public Figures total() {
        return sum(line -> true);
    }

    /** Keeps B11: personnel and operating. */
    public Figures basic() {
        return sum(line -> line.expenditureKind().isBasic());
    }

    public Figures project() {
        return sum(line -> !line.expenditureKind().isBasic());
    }

    public List<Part> byFundNature() {
        return split(Line::fundNature, Enum::name, line -> null);
    }

    public List<Part> byExpenditureKind() {
        return split(Line::expenditureKind, Enum::name, line -> null);
    }

    public List<Part> byEconomicClass() {
        return split(Line::economicClass, Function.identity(), Line::economicClassName);
    }

    public List<Part> byProject() {
        return split(Line::projectCode, Function.identity(), Line::projectName);
    }

    public int entryCount() {
        return lines.stream().mapToInt(Line::entryCount).sum();
    }

    /** By how much more was spent than in the year before; null where that is not known. */
    public BigDecimal growthAmount() {
        return priorYear == null ? null : total().executedAmount().subtract(priorYear.executedAmount());
    }

    /** Growth over what was spent in the year before, four decimals, half-up; null where there is nothing to divide by. */
    public BigDecimal growthRate() {
        return priorYear == null || priorYear.executedAmount().signum() == 0 ? null
            : growthAmount().divide(priorYear.executedAmount(), Appropriation.RATE_SCALE, RoundingMode.HALF_UP);
    }

    private Figures sum(Predicate<Line> wanted) {
        return sum(lines.stream().filter(wanted).toList());
    }

    private static Figures sum(Collection<Line> lines) {
        return lines.stream().map(Line::figures).reduce(Figures.NONE, Figures::plus);
    }

    /** In the order of the key; lines without the key are in none of the parts. */
    private <K extends Comparable<? super K>> List<Part> split(Function<Line, K> key, Function<? super K, String> code,
                                                               Function<Line, String> name) {
        SortedMap<K, List<Line>> groups = new TreeMap<>();
        for (Line line : lines) {
            K group = key.apply(line);
            if (group != null) {
                groups.computeIfAbsent(group, first -> new ArrayList<>()).add(line);
            }
        }
        return groups.entrySet().stream()
            .map(group -> new Part(code.apply(group.getKey()), name.apply(group.getValue().get(0)), sum(group.getValue())))
            .toList();
    }
}
