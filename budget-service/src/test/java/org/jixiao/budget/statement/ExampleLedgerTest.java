package org.jixiao.budget.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jixiao.budget.Amount;
import org.jixiao.budget.appropriation.ExpenditureKind;
import org.jixiao.budget.appropriation.FundNature;
import org.jixiao.budget.control.ControlPolicy;
import org.jixiao.budget.fiscalyear.FiscalYear;
import org.jixiao.budget.ledger.Balance;
import org.jixiao.budget.ledger.Ledger;
import org.jixiao.budget.ledger.Movement;
import org.jixiao.budget.ledger.MovementKind;
import org.junit.jupiter.api.Test;

/** The example's ledger, posted document by document by date, gives the figures that were published. */
class ExampleLedgerTest {

    private static final Statement STATEMENT = statement();

    @Test
    void theTotalIsWhatTheDepartmentPublished() {
        assertEquals("1035200.00 4199900.00 4199900.00 1.0000", text(STATEMENT.total()));
    }

    @Test
    void basicExpenditureIsWhatTheDepartmentPublished() {
        assertEquals("505200.00 762500.00 762500.00 1.0000", text(STATEMENT.basic()));
    }

    @Test
    void projectExpenditureIsWhatTheFormsSay() {
        assertEquals("530000.00 3437400.00 3437400.00 1.0000", text(STATEMENT.project()));
    }

    @Test
    void basicExpenditureIsPersonnelAndOperating() {
        assertEquals("[PERSONNEL 717400.00, OPERATING 45100.00, PROJECT 3437400.00]", executed(STATEMENT.byExpenditureKind()));
    }

    @Test
    void eachProjectHasWhatItsFormSays() {
        assertEquals("[YF-2021-01 1996200.00, YF-2021-02 797100.00, YF-2021-03 644100.00]", executed(STATEMENT.byProject()));
    }

    @Test
    void onlyTheProjectWithoutAFormHadAnInitialBudget() {
        assertEquals(List.of("0.00", "0.00", "530000.00"),
            STATEMENT.byProject().stream().map(part -> part.figures().initialBudget().toPlainString()).toList());
    }

    @Test
    void eachEconomicItemOfBasicExpenditureRoundsToThePrintedOne() {
        Map<String, String> tenThousands = STATEMENT.byEconomicClass().stream()
            .filter(part -> part.code().startsWith("301") || part.code().equals("30201"))
            .collect(Collectors.toMap(Statement.Part::code, part -> part.figures().executedAmount().movePointLeft(4)
                .setScale(2, RoundingMode.HALF_UP).toPlainString(), (one, other) -> one, LinkedHashMap::new));
        assertEquals("{30101=19.44, 30102=30.37, 30106=3.94, 30108=4.34, 30110=4.51, 30112=0.48, 30113=5.18, 30199=3.49, 30201=4.51}",
            tenThousands.toString());
    }

    @Test
    void spendingGrewByWhatTheReportSays() {
        assertEquals("568800.00 0.1566", STATEMENT.growthAmount() + " " + STATEMENT.growthRate());
    }

    @Test
    void theAdjustmentsExplainTheWholeDifference() {
        BigDecimal explained = STATEMENT.adjustments().stream().map(Statement.Adjustment::amount).reduce(Amount.ZERO, BigDecimal::add);
        assertEquals(STATEMENT.total().adjustedBudget().subtract(STATEMENT.total().initialBudget()), explained);
    }

    private static String text(Figures figures) {
        return figures.initialBudget() + " " + figures.adjustedBudget() + " " + figures.executedAmount() + " " + figures.executionRate();
    }

    private static String executed(List<Statement.Part> parts) {
        return parts.stream().map(part -> part.code() + " " + part.figures().executedAmount()).toList().toString();
    }

    private static Statement statement() {
        JsonNode example;
        try {
            example = new ObjectMapper().readTree(Path.of("../examples/yanfeng-2021/ledger.json").toFile());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        JsonNode comparative = example.at("/fiscalYear/comparative");
        FiscalYear year = FiscalYear.open("YF-XZSP", 2021, new FiscalYear.Comparative(
            new BigDecimal(comparative.get("initialBudget").textValue()),
            new BigDecimal(comparative.get("executedAmount").textValue()), comparative.get("source").textValue()));
        Map<String, Long> ids = new HashMap<>();
        Map<Long, Balance> balances = new HashMap<>();
        for (JsonNode appropriation : example.get("appropriations")) {
            long id = ids.size() + 1L;
            ids.put(appropriation.get("key").textValue(), id);
            balances.put(id, Balance.empty(id, FundNature.valueOf(appropriation.get("fundNature").textValue()),
                ExpenditureKind.valueOf(appropriation.get("expenditureKind").textValue()), appropriation.get("functionalClass").textValue()));
        }
        List<Movement> history = new ArrayList<>();
        for (JsonNode movement : example.get("movements")) {
            List<Movement.Line> lines = new ArrayList<>();
            for (JsonNode line : movement.get("lines")) {
                lines.add(new Movement.Line(ids.get(line.get("appropriation").textValue()),
                    Amount.positive(line.get("amount").textValue(), ""), null, ""));
            }
            history.add(movement(movement, MovementKind.valueOf(movement.get("kind").textValue()), "reason", lines));
        }
        for (JsonNode payment : example.get("payments")) {
            history.add(movement(payment, MovementKind.PAYMENT, "purpose", List.of(new Movement.Line(
                ids.get(payment.get("appropriation").textValue()), Amount.positive(payment.get("amount").textValue(), ""), null, ""))));
        }
        history.sort((one, other) -> one.documentDate().compareTo(other.documentDate()));
        for (Movement movement : history) {
            new Ledger(year, balances.values(), List.of(), null, ControlPolicy.STRICT, false).post(movement).entries()
                .forEach(entry -> balances.computeIfPresent(entry.appropriationId(), (id, balance) -> balance.after(entry)));
        }
        return new Statement(year, example.at("/department/name").textValue(), lines(example, ids, balances),
            adjustments(history), new Statement.PriorYear(2020, year.comparative().initialBudget(),
                year.comparative().executedAmount(), PriorSource.COMPARATIVE));
    }

    private static Movement movement(JsonNode document, MovementKind kind, String why, List<Movement.Line> lines) {
        return new Movement(kind, document.get("documentNumber").textValue(),
            LocalDate.parse(document.get("documentDate").textValue()), document.get(why).textValue(), null, null, null, lines);
    }

    private static List<Statement.Line> lines(JsonNode example, Map<String, Long> ids, Map<Long, Balance> balances) {
        List<Statement.Line> lines = new ArrayList<>();
        for (JsonNode appropriation : example.get("appropriations")) {
            Balance balance = balances.get(ids.get(appropriation.get("key").textValue()));
            lines.add(new Statement.Line(balance.fundNature(),
                ExpenditureKind.valueOf(appropriation.get("expenditureKind").textValue()),
                appropriation.get("economicClass").textValue(), appropriation.get("economicClassName").textValue(),
                appropriation.path("projectCode").textValue(), null,
                new Figures(balance.total().initial(), balance.total().adjusted(), balance.total().executed()), balance.entryCount()));
        }
        return lines;
    }

    private static List<Statement.Adjustment> adjustments(List<Movement> history) {
        return history.stream()
            .filter(movement -> movement.kind().changesBudget() && movement.kind() != MovementKind.OPENING)
            .map(movement -> new Statement.Adjustment(movement.kind(), movement.documentNumber(), movement.documentDate(),
                movement.reason(), movement.lines().stream().map(line -> movement.kind().signed(line.amount()))
                    .reduce(Amount.ZERO, BigDecimal::add)))
            .toList();
    }
}
