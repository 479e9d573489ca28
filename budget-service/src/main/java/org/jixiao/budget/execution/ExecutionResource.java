package org.jixiao.budget.execution;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jixiao.budget.statement.PriorSource;
import org.jixiao.budget.fiscalyear.FiscalYear;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.ListQuery;
import org.jixiao.chassis.paging.Narrowed;
import org.jixiao.chassis.paging.Selectable;
import org.jixiao.chassis.paging.Text;
import org.jixiao.chassis.paging.ValueKind;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

@Path("/api/v1/departments/{department}/fiscal-years/{fiscalYear}/execution")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Statements", description = "The execution statement of a department's year")
class ExecutionResource {

    private static final int SHOWN_MAX = 40;

    @Schema(name = "Execution", description = "How a year's budget is executed, by what was asked for; amounts in yuan",
        requiredProperties = {"departmentCode", "fiscalYear", "groupBy", "total"})
    record ExecutionView(
        @Schema(description = "Code of the department", examples = "YF-XZSP") String departmentCode,
        @Schema(description = "The calendar year", examples = "2021") int fiscalYear,
        @Schema(description = "Only what was recorded by then is summed up; absent for all that is recorded now", examples = "2022-01-31T16:00:00Z") Instant asOf,
        @Schema(description = "Only documents dated by then are summed up; absent for the whole year", examples = "2021-12-31") LocalDate until,
        @Schema(description = "By what `groups` are split") Grouping groupBy,
        @Schema(description = "All that was asked for") ExecutionPartView total,
        @Schema(description = "In the order of their codes; they add up to `total`. Absent unless asked for, and what has no entry this year or last is in none") List<ExecutionPartView> groups,
        @Schema(description = "January first, up to the month of `until`; absent unless asked for") List<ExecutionMonthView> months) {

        static ExecutionView of(Execution execution) {
            Question question = execution.question();
            int month = execution.monthsGone();
            List<ExecutionPartView> groups = question.grouping() == Grouping.NONE ? null : execution.groups().stream()
                .map(group -> ExecutionPartView.of(question, group.code(), group.name(), group.figures(), group.lastYear(), month,
                    question.grouping().narrowed(question.filters(), group.code()))).toList();
            List<ExecutionMonthView> months = new ArrayList<>();
            List<ExecutionFigures> cumulative = execution.cumulative();
            for (int i = 0; i < cumulative.size(); i++) {
                LocalDate last = question.lastOf(i + 1);
                months.add(new ExecutionMonthView(i + 1, MonthFiguresView.of(question, execution.changes().get(i), last.withDayOfMonth(1), last),
                    MonthFiguresView.of(question, cumulative.get(i), null, last)));
            }
            return new ExecutionView(question.departmentCode(), question.fiscalYear(), question.asOf(), question.until(), question.grouping(),
                ExecutionPartView.of(question, null, null, execution.total(), execution.lastYear(), month, question.filters()),
                groups, question.months() ? months : null);
        }
    }

    /** Where the entries of a year are listed that some filters, days and the time of the question select. */
    private static String link(Question question, int year, Map<String, String> filters, LocalDate from, LocalDate to) {
        Stream<String> asked = filters.entrySet().stream().sorted(Map.Entry.comparingByKey())
            .map(filter -> filter.getKey() + "=" + filter.getValue());
        Stream<String> times = Stream.of(from == null ? "" : "documentDateFrom=" + from, to == null ? "" : "documentDateTo=" + to,
            question.asOf() == null ? "" : "recordedAtTo=" + question.asOf()).filter(time -> !time.isEmpty());
        String selected = Stream.concat(asked, times).collect(Collectors.joining("&"));
        return "/api/v1/departments/" + question.departmentCode() + "/fiscal-years/" + year + "/entries" + (selected.isEmpty() ? "" : "?" + selected);
    }

    @Schema(name = "ExecutionPart", description = "Figures of one selection, with last year's, and how far spending has come",
        requiredProperties = {"figures", "entries"})
    record ExecutionPartView(
        @Schema(description = "Code of the group; absent for the total, and for basic expenditure among projects", examples = "YF-XZSP-01") String code,
        @Schema(description = "Name of the unit, the project or the economic class", examples = "雁峰区行政审批服务局（本级）") String name,
        @Schema(description = "The figures") ExecutionFiguresView figures,
        @Schema(description = "The same selection in the year before, up to the same day; absent where nothing is known of it") LastYearView lastYear,
        @Schema(description = "Spending against the time of year (B22); absent before the year begins") ProgressView progress,
        @Schema(description = "Lists exactly the entries that `figures` sum up, and with one more parameter, `changes=EXECUTED`, those of one figure. "
            + "Only what was carried forward, and with it a part of what is available, stands among the entries of the next year, as its CARRY_OVER",
            examples = "/api/v1/departments/YF-XZSP/fiscal-years/2021/entries?agencyCode=YF-XZSP-01") String entries) {

        static ExecutionPartView of(Question question, String code, String name, ExecutionFigures figures, Execution.LastYear lastYear,
                                    int month, Map<String, String> filters) {
            return new ExecutionPartView(code, name, ExecutionFiguresView.of(figures), LastYearView.of(question, lastYear, figures, filters),
                ProgressView.of(Progress.of(figures, month)), link(question, question.fiscalYear(), filters, null, question.until()));
        }
    }

    @Schema(name = "ExecutionFigures", description = "Sums of ledger entries, in yuan",
        requiredProperties = {"initialBudget", "adjustedBudget", "allottedAmount", "committedAmount", "executedAmount", "lapsedAmount",
            "carriedForwardAmount", "availableAmount", "entryCount"})
    record ExecutionFiguresView(
        @Schema(type = SchemaType.STRING, description = "年初预算数", examples = "1035200.00") BigDecimal initialBudget,
        @Schema(type = SchemaType.STRING, description = "全年预算数", examples = "4199900.00") BigDecimal adjustedBudget,
        @Schema(type = SchemaType.STRING, description = "Released for spending (指标下达); zero where nothing was ever released", examples = "0.00") BigDecimal allottedAmount,
        @Schema(type = SchemaType.STRING, description = "Reserved, and neither paid nor released again", examples = "0.00") BigDecimal committedAmount,
        @Schema(type = SchemaType.STRING, description = "全年执行数", examples = "4199900.00") BigDecimal executedAmount,
        @Schema(type = SchemaType.STRING, description = "Surrendered at the end of the year (结余收回)", examples = "0.00") BigDecimal lapsedAmount,
        @Schema(type = SchemaType.STRING, description = "What the next year has taken over (结转下年); an entry of that year and dated there, so zero with `until` and not in the list `entries`", examples = "0.00") BigDecimal carriedForwardAmount,
        @Schema(type = SchemaType.STRING, description = "adjustedBudget less committedAmount, executedAmount, lapsedAmount and carriedForwardAmount (B1)",
            examples = "0.00") BigDecimal availableAmount,
        @Schema(type = SchemaType.STRING, description = "executedAmount over adjustedBudget, four decimals, half-up; absent where adjustedBudget is zero",
            examples = "1.0000") BigDecimal executionRate,
        @Schema(description = "How many entries are summed up", examples = "48") int entryCount) {

        static ExecutionFiguresView of(ExecutionFigures figures) {
            return new ExecutionFiguresView(figures.initialBudget(), figures.adjustedBudget(), figures.allottedAmount(), figures.committedAmount(),
                figures.executedAmount(), figures.lapsedAmount(), figures.carriedForwardAmount(), figures.availableAmount(),
                figures.executionRate(), figures.entryCount());
        }
    }

    @Schema(name = "LastYear", description = "The same selection in the year before, in yuan",
        requiredProperties = {"fiscalYear", "source", "initialBudget", "executedAmount", "growthAmount"})
    record LastYearView(
        @Schema(description = "The year before", examples = "2020") int fiscalYear,
        @Schema(description = "LEDGER where the year before has a ledger here; COMPARATIVE where figures of the whole department were entered") PriorSource source,
        @Schema(type = SchemaType.STRING, description = "年初预算数", examples = "1060400.00") BigDecimal initialBudget,
        @Schema(type = SchemaType.STRING, description = "全年预算数; absent from comparative figures", examples = "3700000.00") BigDecimal adjustedBudget,
        @Schema(type = SchemaType.STRING, description = "全年执行数", examples = "3631100.00") BigDecimal executedAmount,
        @Schema(type = SchemaType.STRING, description = "Absent where adjustedBudget is zero or not known", examples = "0.9814") BigDecimal executionRate,
        @Schema(type = SchemaType.STRING, description = "By how much more is spent this year", examples = "568800.00") BigDecimal growthAmount,
        @Schema(type = SchemaType.STRING, description = "growthAmount over what was spent the year before, four decimals, half-up; absent where that is zero",
            examples = "0.1566") BigDecimal growthRate,
        @Schema(description = "Lists exactly the entries that the figures of that year sum up; absent from comparative figures",
            examples = "/api/v1/departments/YF-XZSP/fiscal-years/2020/entries?agencyCode=YF-XZSP-01") String entries) {

        static LastYearView of(Question question, Execution.LastYear last, ExecutionFigures now, Map<String, String> filters) {
            int year = question.fiscalYear() - 1;
            return last == null ? null : new LastYearView(year, last.source(), last.initialBudget(), last.adjustedBudget(),
                last.executedAmount(), last.executionRate(), last.growthAmount(now), last.growthRate(now),
                last.source() == PriorSource.LEDGER ? link(question, year, filters, null, question.until(year)) : null);
        }
    }

    @Schema(name = "ExecutionProgress", description = "Spending against the time of year (B22)", requiredProperties = {"month", "timeOfYear"})
    record ProgressView(
        @Schema(description = "How many months of the year count as gone: up to the month of `until`, else of `asOf` or the database's clock in Beijing; 12 of a past year",
            minimum = "1", maximum = "12", examples = "12") int month,
        @Schema(type = SchemaType.STRING, description = "month over 12, four decimals, half-up", examples = "1.0000") BigDecimal timeOfYear,
        @Schema(type = SchemaType.STRING, description = "executedAmount over adjustedBudget, over month/12, times 100; two decimals, cut; absent without a budget",
            examples = "100.00") BigDecimal progressIndex,
        @Schema(description = "RED below 60, YELLOW from 60, GREEN from 80; absent without a budget") Progress.Light light) {

        static ProgressView of(Progress progress) {
            return progress == null ? null : new ProgressView(progress.month(), progress.timeOfYear(), progress.progressIndex(), progress.light());
        }
    }

    @Schema(name = "ExecutionMonth", description = "One month: what its documents say, and all since January", requiredProperties = {"month", "own", "cumulative"})
    record ExecutionMonthView(
        @Schema(description = "The month", minimum = "1", maximum = "12", examples = "6") int month,
        @Schema(description = "Documents dated in this month") MonthFiguresView own,
        @Schema(description = "Documents dated in this month or before") MonthFiguresView cumulative) {
    }

    @Schema(name = "MonthFigures", description = "Sums of ledger entries by the dates of their documents, in yuan",
        requiredProperties = {"initialBudget", "adjustedBudget", "allottedAmount", "committedAmount", "executedAmount", "lapsedAmount", "entryCount",
            "entries"})
    record MonthFiguresView(
        @Schema(type = SchemaType.STRING, description = "年初预算数", examples = "0.00") BigDecimal initialBudget,
        @Schema(type = SchemaType.STRING, description = "全年预算数", examples = "1200000.00") BigDecimal adjustedBudget,
        @Schema(type = SchemaType.STRING, description = "Released for spending", examples = "0.00") BigDecimal allottedAmount,
        @Schema(type = SchemaType.STRING, description = "Reserved", examples = "0.00") BigDecimal committedAmount,
        @Schema(type = SchemaType.STRING, description = "全年执行数", examples = "350000.00") BigDecimal executedAmount,
        @Schema(type = SchemaType.STRING, description = "Surrendered", examples = "0.00") BigDecimal lapsedAmount,
        @Schema(type = SchemaType.STRING, description = "executedAmount over adjustedBudget, four decimals, half-up; absent where adjustedBudget is zero",
            examples = "0.2917") BigDecimal executionRate,
        @Schema(description = "How many entries are summed up", examples = "4") int entryCount,
        @Schema(description = "Lists exactly these entries",
            examples = "/api/v1/departments/YF-XZSP/fiscal-years/2021/entries?documentDateFrom=2021-06-01&documentDateTo=2021-06-30") String entries) {

        static MonthFiguresView of(Question question, ExecutionFigures figures, LocalDate from, LocalDate to) {
            return new MonthFiguresView(figures.initialBudget(), figures.adjustedBudget(), figures.allottedAmount(), figures.committedAmount(),
                figures.executedAmount(), figures.lapsedAmount(), figures.executionRate(), figures.entryCount(),
                link(question, question.fiscalYear(), question.filters(), from, to));
        }
    }

    private final ExecutionRepository execution;
    private final ListHandler lists;
    private final CallerHandler callers;

    ExecutionResource(ExecutionRepository execution, ListHandler lists, CallerHandler callers) {
        this.execution = execution;
        this.lists = lists;
        this.callers = callers;
    }

    @GET
    @RolesAllowed({Role.BUDGET_OFFICER, Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.AUDITOR})
    @Narrowed(ExecutionList.class)
    @Selectable(value = ExecutionView.class, always = {"departmentCode", "fiscalYear"})
    @Operation(operationId = "getExecution", summary = "Read how the budget is executed",
        description = "Of the whole department or of what the filters leave of it; in one sum, by groups, by months; against last year and against "
            + "the time of year (B22). As of now, or as it was known at any earlier time, about any day of the year (B23). In yuan; rates have four decimals "
            + "(B12). Every part, every month and last year name the list of exactly the entries behind them. More than 1000 groups are refused.")
    public ExecutionView getExecution(String department, int fiscalYear,
            @Parameter(description = "By what to split the figures, the classes by their levels of 3, 5 and 7 digits. Unless given: `NONE`")
            @Schema(implementation = Grouping.class) @QueryParam("groupBy") String groupBy,
            @Parameter(description = "Only what was recorded by this time: what was known then. A recording has the time at which its transaction began, so "
                + "this is final once no transaction from before it runs, at the latest after the 30 minutes that a file may take. Units stand where they do "
                + "today: `withinAgency` asks today's tree", example = "2022-01-31T16:00:00Z")
            @Schema(type = SchemaType.STRING, format = "date-time") @QueryParam("asOf") String asOf,
            @Parameter(description = "Only documents dated by this day of the fiscal year, and last year's by the same day", example = "2021-12-31")
            @Schema(type = SchemaType.STRING, format = "date") @QueryParam("until") String until,
            @Parameter(description = "Whether the months are given as well. Unless given: false", example = "true")
            @Schema(type = SchemaType.BOOLEAN) @QueryParam("months") String months) {
        callers.requireDepartment(department);
        if (!FiscalYear.isPossible(fiscalYear)) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", String.valueOf(fiscalYear));
        }
        ListQuery selection = lists.query(new ExecutionList());
        OffsetDateTime recorded = (OffsetDateTime) value("asOf", ValueKind.INSTANT, asOf);
        Question question = new Question(department, fiscalYear, selection.filters(), grouping(groupBy),
            // the database's clock has no finer steps
            recorded == null ? null : recorded.toInstant().truncatedTo(ChronoUnit.MICROS), (LocalDate) value("until", ValueKind.DATE, until),
            yes("months", months));
        return ExecutionView.of(execution.answer(question, selection));
    }

    private static Object value(String name, ValueKind kind, String asked) {
        Object value = asked == null ? null : kind.value(asked);
        if (asked != null && value == null) {
            throw invalid(name, asked, kind.expected());
        }
        return value;
    }

    private static Grouping grouping(String asked) {
        if (asked == null) {
            return Grouping.NONE;
        }
        List<String> known = Stream.of(Grouping.values()).map(Enum::name).toList();
        if (!known.contains(asked)) {
            throw invalid("groupBy", asked, String.join(" | ", known));
        }
        return Grouping.valueOf(asked);
    }

    private static boolean yes(String name, String asked) {
        if (asked != null && !List.of("true", "false").contains(asked)) {
            throw invalid(name, asked, "true | false");
        }
        return "true".equals(asked);
    }

    private static Violation invalid(String name, String value, String expected) {
        return new Violation(ChassisProblem.INVALID_VALUE).at("?" + name).with("value", Text.shortened(value, SHOWN_MAX)).with("expected", expected);
    }
}
