import java.io.BufferedReader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.LocalDate;
import java.util.Locale;

/**
 * Inserts the document and the entry of each row of a file one by one in one transaction, as a loop over {@code persist} makes
 * Hibernate do where nobody has set a batch size; prints the seconds. A stand-in: Hibernate's own work for each object comes on top.
 *
 * <p>{@code java -cp DRIVER RowByRow.java URL USER PASSWORD DEPARTMENT FILE}
 */
public class RowByRow {

    private static final String MOVEMENT = """
        INSERT INTO bench.movement (department_code, fiscal_year, id, kind, document_number, document_date, reason, maker, recorded_at)
        VALUES (?, ?, ?, 'PAYMENT', ?, ?, ?, 'bench', now())""";
    private static final String ENTRY = """
        INSERT INTO bench.ledger_entry (department_code, fiscal_year, id, movement_id, kind, appropriation_id, sequence, amount,
               executed_change, document_date, recorded_at, hash)
        VALUES (?, ?, ?, ?, 'PAYMENT', ?, ?, ?, ?, ?, now(), ?)""";

    public static void main(String[] arguments) throws Exception {
        try (Connection connection = DriverManager.getConnection(arguments[0], arguments[1], arguments[2]);
             PreparedStatement movement = connection.prepareStatement(MOVEMENT);
             PreparedStatement entry = connection.prepareStatement(ENTRY);
             BufferedReader lines = Files.newBufferedReader(Path.of(arguments[4]))) {
            connection.setAutoCommit(false);
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            lines.readLine();
            int id = 0;
            long start = System.nanoTime();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split(",");
                BigDecimal amount = new BigDecimal(fields[1]);
                LocalDate date = LocalDate.parse(fields[3]);
                id++;
                set(movement, arguments[3], date.getYear(), (long) id, fields[2], date, fields[4]);
                set(entry, arguments[3], date.getYear(), (long) id, (long) id, Long.parseLong(fields[0]), id, amount.negate(), amount, date,
                    digest.digest(ByteBuffer.allocate(Integer.BYTES).putInt(id).array()));
            }
            connection.commit();
            System.out.printf(Locale.ROOT, "%.3f%n", (System.nanoTime() - start) / 1e9);
        }
    }

    private static void set(PreparedStatement insert, Object... values) throws Exception {
        for (int i = 0; i < values.length; i++) {
            insert.setObject(i + 1, values[i]);
        }
        insert.executeUpdate();
    }
}
