package org.jixiao.budget.statement;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jixiao.budget.appropriation.ExpenditureKind;
import org.jixiao.budget.appropriation.FundNature;
import org.jixiao.budget.ledger.MovementKind;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.paging.Selectable;

@Path("/api/v1/departments/{department}/fiscal-years/{fiscalYear}/statement")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Statements", description = "The execution statement of a department's year")
class StatementResource {

    @Schema(name = "Statement", description = "Execution statement of a department's year; amounts in yuan. The event "
        + "org.jixiao.budget.statement-closed.v1 carries the same.",
        requiredProperties = {"departmentCode", "departmentName", "fiscalYear", "statementVersion", "total", "basic", "project",
            "byFundNature", "byExpenditureKind", "byEconomicClass", "byProject", "adjustments", "entryCount"})
    record StatementView(
        @Schema(description = "Code of the department", examples = "YF-XZSP") String departmentCode,
        @Schema(description = "Name of the department", examples = "雁峰区行政审批服务局") String departmentName,
        @Schema(description = "The calendar year", examples = "2021") int fiscalYear,
        @Schema(description = "How many statements of this year have been announced, this one included; 0 before the first closing",
            examples = "1") int statementVersion,
        @Schema(description = "All expenditure") FiguresView total,
        @Schema(description = "Basic expenditure: personnel and operating") FiguresView basic,
        @Schema(description = "Project expenditure") FiguresView project,
        @Schema(description = "The total by fund nature") List<FundNatureView> byFundNature,
        @Schema(description = "The total by kind of expenditure") List<ExpenditureKindView> byExpenditureKind,
        @Schema(description = "The total by economic class, by code") List<EconomicClassView> byEconomicClass,
        @Schema(description = "Project expenditure by project, by code") List<StatementProjectView> byProject,
        @Schema(description = "What changed the budget in the course of the year, by date") List<AdjustmentView> adjustments,
        @Schema(description = "The year before, where it is known") PriorYearView priorYear,
        @Schema(description = "How many ledger entries the statement is made of", examples = "70") int entryCount,
        @Schema(description = "Who closed the year", examples = "budget-officer") String closedBy,
        @Schema(description = "When the year was closed", examples = "2022-01-10T01:30:00Z") Instant closedAt) {

        static StatementView of(Statement statement) {
            return new StatementView(statement.year().departmentCode(), statement.departmentName(),
                statement.year().fiscalYear(), statement.year().statementVersion(), FiguresView.of(statement.total()),
                FiguresView.of(statement.basic()), FiguresView.of(statement.project()),
                statement.byFundNature().stream().map(FundNatureView::of).toList(),
                statement.byExpenditureKind().stream().map(ExpenditureKindView::of).toList(),
                statement.byEconomicClass().stream().map(EconomicClassView::of).toList(),
                statement.byProject().stream().map(StatementProjectView::of).toList(),
                statement.adjustments().stream().map(AdjustmentView::of).toList(),
                PriorYearView.of(statement), statement.entryCount(), statement.year().closedBy(),
                statement.year().closedAt());
        }
    }

    @Schema(name = "Figures", description = "Amounts in yuan", requiredProperties = {"initialBudget", "adjustedBudget", "executedAmount"})
    record FiguresView(
        @Schema(type = SchemaType.STRING, description = "年初预算数", examples = "1035200.00") BigDecimal initialBudget,
        @Schema(type = SchemaType.STRING, description = "全年预算数", examples = "4199900.00") BigDecimal adjustedBudget,
        @Schema(type = SchemaType.STRING, description = "全年执行数", examples = "4199900.00") BigDecimal executedAmount,
        @Schema(type = SchemaType.STRING, description = "executedAmount over adjustedBudget, four decimals, half-up; absent where adjustedBudget is zero",
            examples = "1.0000") BigDecimal executionRate) {

        static FiguresView of(Figures figures) {
            return new FiguresView(figures.initialBudget(), figures.adjustedBudget(), figures.executedAmount(),
                figures.executionRate());
        }
    }

    @Schema(name = "FundNatureFigures", description = "Figures of one fund nature, in yuan",
        requiredProperties = {"fundNature", "initialBudget", "adjustedBudget", "executedAmount"})
    record FundNatureView(
        @Schema(description = "Where the money comes from") FundNature fundNature,
        @Schema(type = SchemaType.STRING, description = "年初预算数", examples = "1035200.00") BigDecimal initialBudget,
        @Schema(type = SchemaType.STRING, description = "全年预算数", examples = "4199900.00") BigDecimal adjustedBudget,
        @Schema(type = SchemaType.STRING, description = "全年执行数", examples = "4199900.00") BigDecimal executedAmount,
        @Schema(type = SchemaType.STRING, description = "Absent where adjustedBudget is zero", examples = "1.0000") BigDecimal executionRate) {

        static FundNatureView of(Statement.Part part) {
            Figures figures = part.figures();
            return new FundNatureView(FundNature.valueOf(part.code()), figures.initialBudget(), figures.adjustedBudget(),
                figures.executedAmount(), figures.executionRate());
        }
    }

    @Schema(name = "ExpenditureKindFigures", description = "Figures of one kind of expenditure, in yuan",
        requiredProperties = {"expenditureKind", "initialBudget", "adjustedBudget", "executedAmount"})
    record ExpenditureKindView(
        @Schema(description = "What the money is for") ExpenditureKind expenditureKind,
        @Schema(type = SchemaType.STRING, description = "年初预算数", examples = "469200.00") BigDecimal initialBudget,
        @Schema(type = SchemaType.STRING, description = "全年预算数", examples = "717400.00") BigDecimal adjustedBudget,
        @Schema(type = SchemaType.STRING, description = "全年执行数", examples = "717400.00") BigDecimal executedAmount,
        @Schema(type = SchemaType.STRING, description = "Absent where adjustedBudget is zero", examples = "1.0000") BigDecimal executionRate) {

        static ExpenditureKindView of(Statement.Part part) {
            Figures figures = part.figures();
            return new ExpenditureKindView(ExpenditureKind.valueOf(part.code()), figures.initialBudget(),
                figures.adjustedBudget(), figures.executedAmount(), figures.executionRate());
        }
    }

    @Schema(name = "EconomicClassFigures", description = "Figures of one economic class, in yuan",
        requiredProperties = {"economicClass", "name", "initialBudget", "adjustedBudget", "executedAmount"})
    record EconomicClassView(
        @Schema(description = "Departmental economic classification", examples = "30101") String economicClass,
        @Schema(description = "Its name", examples = "基本工资") String name,
        @Schema(type = SchemaType.STRING, description = "年初预算数", examples = "130000.00") BigDecimal initialBudget,
        @Schema(type = SchemaType.STRING, description = "全年预算数", examples = "194386.20") BigDecimal adjustedBudget,
        @Schema(type = SchemaType.STRING, description = "全年执行数", examples = "194386.20") BigDecimal executedAmount,
        @Schema(type = SchemaType.STRING, description = "Absent where adjustedBudget is zero", examples = "1.0000") BigDecimal executionRate) {

        static EconomicClassView of(Statement.Part part) {
            Figures figures = part.figures();
            return new EconomicClassView(part.code(), part.name(), figures.initialBudget(), figures.adjustedBudget(),
                figures.executedAmount(), figures.executionRate());
        }
    }

    @Schema(name = "ProjectFigures", description = "Figures of one project, in yuan",
        requiredProperties = {"projectCode", "projectName", "initialBudget", "adjustedBudget", "executedAmount"})
    record StatementProjectView(
        @Schema(description = "Code of the project", examples = "YF-2021-01") String projectCode,
        @Schema(description = "Its name", examples = "一门式全覆盖硬件采购") String projectName,
        @Schema(type = SchemaType.STRING, description = "年初预算数", examples = "0.00") BigDecimal initialBudget,
        @Schema(type = SchemaType.STRING, description = "全年预算数", examples = "1996200.00") BigDecimal adjustedBudget,
        @Schema(type = SchemaType.STRING, description = "全年执行数", examples = "1996200.00") BigDecimal executedAmount,
        @Schema(type = SchemaType.STRING, description = "Absent where adjustedBudget is zero", examples = "1.0000") BigDecimal executionRate) {

        static StatementProjectView of(Statement.Part part) {
            Figures figures = part.figures();
            return new StatementProjectView(part.code(), part.name(), figures.initialBudget(), figures.adjustedBudget(),
                figures.executedAmount(), figures.executionRate());
        }
    }

    @Schema(name = "Adjustment", description = "A document that changed the budget in the course of the year",
        requiredProperties = {"kind", "documentNumber", "documentDate", "reason", "amount"})
    record AdjustmentView(
        @Schema(description = "What the document does") MovementKind kind,
        @Schema(description = "Number of the document", examples = "雁财预追〔2021〕18号") String documentNumber,
        @Schema(description = "Date of the document", examples = "2021-04-20") LocalDate documentDate,
        @Schema(description = "Why", examples = "增加政务中心提质改造及一门式全覆盖硬件采购") String reason,
        @Schema(type = SchemaType.STRING, description = "Net, signed, in yuan; zero for a virement", examples = "1200000.00") BigDecimal amount) {

        static AdjustmentView of(Statement.Adjustment adjustment) {
            return new AdjustmentView(adjustment.kind(), adjustment.documentNumber(), adjustment.documentDate(),
                adjustment.reason(), adjustment.amount());
        }
    }

    @Schema(name = "PriorYear", description = "The year before, in yuan",
        requiredProperties = {"fiscalYear", "initialBudget", "executedAmount", "source", "growthAmount"})
    record PriorYearView(
        @Schema(description = "The year before", examples = "2020") int fiscalYear,
        @Schema(type = SchemaType.STRING, description = "年初预算数", examples = "1060400.00") BigDecimal initialBudget,
        @Schema(type = SchemaType.STRING, description = "全年执行数", examples = "3631100.00") BigDecimal executedAmount,
        @Schema(description = "LEDGER where the year before has a ledger here, COMPARATIVE where the figures were entered") PriorSource source,
        @Schema(type = SchemaType.STRING, description = "By how much more was spent this year", examples = "568800.00") BigDecimal growthAmount,
        @Schema(type = SchemaType.STRING, description = "growthAmount over what was spent the year before, four decimals, half-up; absent where that is zero",
            examples = "0.1566") BigDecimal growthRate) {

        static PriorYearView of(Statement statement) {
            Statement.PriorYear prior = statement.priorYear();
            return prior == null ? null : new PriorYearView(prior.fiscalYear(), prior.initialBudget(),
                prior.executedAmount(), prior.source(), statement.growthAmount(), statement.growthRate());
        }
    }

    private final StatementRepository statements;
    private final CallerHandler callers;

    StatementResource(StatementRepository statements, CallerHandler callers) {
        this.statements = statements;
        this.callers = callers;
    }

    @GET
    @RolesAllowed({Role.BUDGET_OFFICER, Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.AUDITOR})
    @Selectable(value = StatementView.class, always = {"departmentCode", "fiscalYear", "statementVersion"})
    @Operation(operationId = "getStatement", summary = "Read the execution statement",
        description = "As the ledger stands now, before the closing and after it. In yuan; each split adds up (B13), rates have four decimals (B12), "
            + "the year before comes from its ledger where there is one (B14).")
    public StatementView getStatement(String department, int fiscalYear) {
        callers.requireDepartment(department);
        return StatementView.of(statements.find(department, fiscalYear));
    }
}
