package org.jixiao.budget.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jixiao.budget.appropriation.FundNature;
import org.jixiao.budget.fiscalyear.FiscalYear;
import org.jixiao.budget.fiscalyear.FiscalYearStatus;
import org.jixiao.chassis.problem.Violation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long random histories against a model that counts in cents and knows nothing of balances. */
class LedgerHistoryTest {

    private static final int COMMANDS = 20_000;
    private static final int APPROPRIATIONS = 8;
    private static final FiscalYear YEAR = new FiscalYear("D", 2021, FiscalYearStatus.OPEN, 0, null, null, null);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20211231})
    void aRandomHistoryAgreesWithAPlainSumOfCents(long seed) {
        Random random = new Random(seed);
        Map<Long, Balance> balances = new TreeMap<>();
        Map<Long, Long> centsAvailable = new TreeMap<>();
        for (long id = 1; id <= APPROPRIATIONS; id++) {
            balances.put(id, Balance.empty(id, FundNature.values()[(int) id % 2]));
            centsAvailable.put(id, 0L);
        }
        List<String> disagreements = new ArrayList<>();
        for (int i = 0; i < COMMANDS; i++) {
            Movement movement = command(random);
            boolean modelAgrees = model(movement, balances, centsAvailable);
            boolean ledgerAgrees = true;
            try {
                for (Entry entry : new Ledger(YEAR, balances.values()).post(movement)) {
                    balances.computeIfPresent(entry.appropriationId(), (id, balance) -> balance.after(entry));
                    centsAvailable.merge(entry.appropriationId(), entry.amount().movePointRight(2).longValueExact(), Long::sum);
                }
            } catch (Violation refused) {
                ledgerAgrees = false;
            }
            if (modelAgrees != ledgerAgrees) {
                disagreements.add(i + ": " + movement);
            }
        }
        balances.forEach((id, balance) -> {
            if (balance.available().movePointRight(2).longValueExact() != centsAvailable.get(id) || balance.available().signum() < 0) {
                disagreements.add(balance.toString());
            }
        });
        assertEquals(List.of(), disagreements);
    }

    private static Movement command(Random random) {
        MovementKind[] kinds = {MovementKind.OPENING, MovementKind.SUPPLEMENT, MovementKind.REDUCTION, MovementKind.VIREMENT,
            MovementKind.CARRY_OVER, MovementKind.PAYMENT, MovementKind.PAYMENT, MovementKind.PAYMENT};
        MovementKind kind = kinds[random.nextInt(kinds.length)];
        List<Movement.Line> lines = new ArrayList<>();
        BigDecimal amount = BigDecimal.valueOf(1 + random.nextInt(100_000), 2);
        if (kind == MovementKind.VIREMENT) {
            BigDecimal back = random.nextInt(10) == 0 ? amount.add(BigDecimal.valueOf(1, 2)) : amount;
            lines.add(line(random, amount.negate(), 0));
            lines.add(line(random, back, 1));
        } else {
            for (int i = 0; i <= random.nextInt(3); i++) {
                lines.add(line(random, amount, i));
            }
        }
        return new Movement(kind, "n", LocalDate.of(2021, 1 + random.nextInt(12), 1), "r", null, lines);
    }

    private static Movement.Line line(Random random, BigDecimal amount, int place) {
        return new Movement.Line(1 + random.nextInt(APPROPRIATIONS), amount, "/lines/" + place);
    }

    private static boolean model(Movement movement, Map<Long, Balance> balances, Map<Long, Long> centsAvailable) {
        List<Movement.Line> lines = movement.lines();
        if (lines.stream().map(Movement.Line::appropriationId).distinct().count() < lines.size()) {
            return false;
        }
        boolean opening = movement.kind() == MovementKind.OPENING;
        boolean takes = movement.kind() == MovementKind.PAYMENT || movement.kind() == MovementKind.REDUCTION;
        if (movement.kind() == MovementKind.VIREMENT) {
            Movement.Line from = lines.get(0);
            Movement.Line to = lines.get(1);
            return from.amount().negate().equals(to.amount())
                && from.appropriationId() % 2 == to.appropriationId() % 2
                && centsAvailable.get(from.appropriationId()) >= cents(to.amount());
        }
        return lines.stream().allMatch(line -> (!opening || balances.get(line.appropriationId()).entryCount() == 0)
            && (!takes || centsAvailable.get(line.appropriationId()) >= cents(line.amount())));
    }

    private static long cents(BigDecimal amount) {
        return amount.movePointRight(2).longValueExact();
    }
}
