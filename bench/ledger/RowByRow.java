import java.io.BufferedReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.LocalDate;
import java.util.Locale;

/**
 * Inserts the rows of a file one by one in one transaction, as a loop over {@code persist} makes Hibernate do where nobody has
 * set a batch size; prints the seconds. A stand-in: Hibernate's own work for each object comes on top.
 *
 * <p>{@code java -cp DRIVER RowByRow.java URL USER PASSWORD TABLE FILE}
 */
public class RowByRow {

    public static void main(String[] arguments) throws Exception {
        try (Connection connection = DriverManager.getConnection(arguments[0], arguments[1], arguments[2]);
             PreparedStatement insert = connection.prepareStatement("INSERT INTO " + arguments[3] + " VALUES (?, ?, ?, ?, ?)");
             BufferedReader lines = Files.newBufferedReader(Path.of(arguments[4]))) {
            connection.setAutoCommit(false);
            lines.readLine();
            long start = System.nanoTime();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split(",");
                insert.setLong(1, Long.parseLong(fields[0]));
                insert.setBigDecimal(2, new BigDecimal(fields[1]));
                insert.setString(3, fields[2]);
                insert.setObject(4, LocalDate.parse(fields[3]));
                insert.setString(5, fields[4]);
                insert.executeUpdate();
            }
            connection.commit();
            System.out.printf(Locale.ROOT, "%.3f%n", (System.nanoTime() - start) / 1e9);
        }
    }
}
