package org.jixiao.budget.ledger.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Random;
import org.jixiao.budget.ledger.Change;
import org.jixiao.budget.ledger.Entry;
import org.jixiao.budget.ledger.MovementKind;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.junit.jupiter.api.Test;

/** Two implementations of one hash give the same bytes, whatever stands in the texts (B17). */
@QuarkusTest
@RealParts
class EntryHashIT {

    private static final String INTAKE = "6f0e4a52-9a0c-4d3b-8f1c-2e77a1b2c3d4";
    private static final String NASTY = "\"\\/\b\f\n\r\t\u0001\u000b\u001f\u007f\u0080\u009f\u00a0\u2028\u3000\ufeff{}[],:'$%政😀𠮷\ud83c\udf00";

    @Test
    void theHashInJavaIsTheHashInTheDatabase() throws Exception {
        Random random = new Random(17);
        try (Connection connection = Superuser.connect(); PreparedStatement sql = connection.prepareStatement("""
                select ledger_hash(?, ?, 2021, ?, ?, ?, ?, ?, ?::numeric, ?::numeric, ?::numeric, 0, 0, ?::numeric, 0, null, ?, ?::date, ?, null,
                    ?, ?::uuid, ?, timestamptz 'epoch' + ? * interval '1 microsecond')""")) {
            for (int i = 0; i < 500; i++) {
                byte[] head = new byte[32];
                random.nextBytes(head);
                BigDecimal amount = BigDecimal.valueOf(random.nextLong() % 1_000_000_000_000L, 2);
                BigDecimal zero = BigDecimal.ZERO.setScale(2);
                MovementKind kind = MovementKind.values()[random.nextInt(2)];
                Entry entry = new Entry(random.nextInt(1000) + 1, kind, amount, new Change(amount, zero, zero, zero, amount.negate(), zero), null);
                String department = text(random, 20);
                String number = text(random, 100);
                String reason = text(random, 500);
                String explanation = random.nextBoolean() ? null : text(random, 50);
                String maker = text(random, 20);
                long micros = 1_600_000_000_000_000L + random.nextInt();
                LocalDate date = LocalDate.of(2021, 1, 1).plusDays(random.nextInt(365));
                int sequence = random.nextInt(1000) + 1;
                Object[] parameters = {head, department, entry.appropriationId(), sequence, 5L, 6L, kind.name(), amount, amount, zero,
                    amount.negate(), number, date.toString(), reason, explanation, INTAKE, maker, micros};
                for (int at = 0; at < parameters.length; at++) {
                    sql.setObject(at + 1, parameters[at]);
                }
                try (ResultSet row = sql.executeQuery()) {
                    row.next();
                    assertEquals(HexFormat.of().formatHex(row.getBytes(1)), HexFormat.of().formatHex(
                        new EntryHash(department, 2021, INTAKE, maker, micros).of(head, sequence, 5, 6, entry, number, date.toString(), reason,
                            explanation)), "text " + i);
                }
            }
        }
    }

    private static String text(Random random, int max) {
        int[] nasty = NASTY.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        int length = 1 + random.nextInt(max);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(random.nextInt(3) == 0 ? 1 + random.nextInt(0xd7fe) : nasty[random.nextInt(nasty.length)]);
        }
        return text.toString();
    }
}
