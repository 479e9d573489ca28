package org.jixiao.report.assembly;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jixiao.chassis.inbox.EventHandler;
import org.jixiao.chassis.inbox.IncomingEvent;
import org.jixiao.report.PackageListener;
import org.jixiao.report.crosscheck.Statement;

/** Takes the statement of a closed department-year: our own reading of the budget service's event. */
@ApplicationScoped
public class StatementClosedHandler implements EventHandler {

    static final String TYPE = "org.jixiao.budget.statement-closed.v1";

    private final ObjectMapper json;
    private final AssemblyRepository assemblies;
    private final PackageListener listener;

    StatementClosedHandler(ObjectMapper json, AssemblyRepository assemblies, PackageListener listener) {
        this.json = json;
        this.assemblies = assemblies;
        this.listener = listener;
    }

    @Override
    public Set<String> types() {
        return Set.of(TYPE);
    }

    /** A version that is already there is left alone; an older one is kept and has no effect. */
    @Override
    public void handle(IncomingEvent event) {
        Statement statement = read(json, event.data());
        if (!event.departmentCode().equals(statement.departmentCode())) {
            throw new IllegalArgumentException("envelope and statement name different departments");
        }
        assemblies.lock(statement.departmentCode(), statement.fiscalYear());
        assemblies.store(statement, event.id(), event.data());
        listener.packageChanged(statement.departmentCode(), statement.fiscalYear());
    }

    static Statement read(ObjectMapper json, String data) {
        try {
            return json.readerFor(Closed.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .<Closed>readValue(data).statement();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a closed statement: " + e.getOriginalMessage(), e);
        }
    }

    private record Closed(String departmentCode, String departmentName, int fiscalYear, int statementVersion,
                          Statement.Figures total, Statement.Figures basic, Statement.Figures project,
                          List<Split> byFundNature, List<Split> byExpenditureKind, List<Split> byEconomicClass,
                          List<Split> byProject, List<Statement.Adjustment> adjustments,
                          Statement.PriorYear priorYear, int entryCount, String closedBy, Instant closedAt) {

        Statement statement() {
            if (departmentCode == null || departmentName == null || total == null || basic == null || project == null
                    || statementVersion < 1) {
                throw new IllegalArgumentException("a closed statement without department, version or totals");
            }
            Readable.require(this);
            return new Statement(departmentCode, departmentName, fiscalYear, statementVersion, total, basic, project,
                    lines(byFundNature, Split::fundNature, split -> null),
                    lines(byExpenditureKind, Split::expenditureKind, split -> null),
                    lines(byEconomicClass, Split::economicClass, Split::name),
                    lines(byProject, Split::projectCode, Split::projectName), adjustments, priorYear, entryCount,
                    closedBy, closedAt);
        }

        private static List<Statement.Line> lines(List<Split> splits, Function<Split, String> code,
                                                  Function<Split, String> name) {
            return splits == null ? List.of() : splits.stream()
                    .map(split -> new Statement.Line(code.apply(split), name.apply(split), split.figures())).toList();
        }
    }

    private record Split(String fundNature, String expenditureKind, String economicClass, String name,
                         String projectCode, String projectName, BigDecimal initialBudget, BigDecimal adjustedBudget,
                         BigDecimal executedAmount, BigDecimal executionRate) {

        Statement.Figures figures() {
            return new Statement.Figures(initialBudget, adjustedBudget, executedAmount, executionRate);
        }
    }
}
