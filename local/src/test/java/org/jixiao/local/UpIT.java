package org.jixiao.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database and the broker, without the services, on free ports and in a folder of their own. */
class UpIT {

    private static final Set<Service> NO_SERVICE = EnumSet.noneOf(Service.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path shared;
    private static Path binaries;

    @TempDir
    Path folder;
    private Home home;
    private Ports ports;
    private Launcher launcher;
    private Process other;

    @BeforeAll
    static void unpackOnce() throws IOException {
        binaries = PostgresBinaries.unpacked(shared);
    }

    @BeforeEach
    void prepare() throws IOException {
        home = new Home(folder, folder.resolve("home")).prepared();
        Files.createSymbolicLink(home.folder().resolve(binaries.getFileName()), binaries);
        ports = FreePorts.forServices(NO_SERVICE);
    }

    @AfterEach
    void end() throws Exception {
        if (launcher != null) {
            launcher.stop();
        }
        if (other != null) {
            other.destroyForcibly().waitFor();
            new Pids(home).reap();
        }
    }

    @Test
    void dataSurvivesARestartAndNothingStaysRunning() throws Exception {
        start();
        launcher.postgres().provide(Set.of(Service.BUDGET));
        query("budget", "budget_owner", "CREATE TABLE kept (text text); GRANT SELECT ON kept TO budget_app;"
                + " INSERT INTO kept VALUES ('绩效') RETURNING text");
        send("jixiao.budget", "YF-XZSP", "得分 98");
        List<Long> first = pids();

        launcher.stop();

        assertEquals(List.of(), alive(first));
        start();
        assertEquals("绩效", query("budget", "budget_app", "SELECT text FROM kept"));
        assertEquals(List.of("得分 98"), received("jixiao.budget"));
        List<Long> second = pids();
        launcher.stop();
        assertEquals(List.of(), alive(second));
    }

    @Test
    void anAppRoleOwnsNothingAndEntersOnlyItsOwnDatabase() throws Exception {
        start();
        launcher.postgres().provide(Set.of(Service.BUDGET, Service.REPORT));

        assertEquals("f f f", query("budget", "budget_app", "SELECT rolsuper::text::char || ' ' || rolbypassrls::text::char"
                + " || ' ' || has_schema_privilege('public', 'CREATE')::text::char FROM pg_roles WHERE rolname = current_user"));
        SQLException refusal = assertThrows(SQLException.class, () -> query("report", "budget_app", "SELECT 1"));
        assertEquals("42501", refusal.getSQLState());
    }

    @Test
    void aSecondStartInTheSameFolderIsRefused() throws Exception {
        start();
        Launcher second = new Launcher(home, ports, NO_SERVICE, new Progress(System.out));

        StartFailure refusal = assertThrows(StartFailure.class, second::start);

        assertTrue(refusal.getMessage().contains("already running"), refusal.getMessage());
        assertEquals(pids(), alive(pids()));
    }

    @Test
    void theChildrenOfAKilledLauncherEnd() throws Exception {
        startOther();
        List<Long> orphans = pids();

        other.destroyForcibly().waitFor();

        awaitUntil(() -> alive(orphans).isEmpty());
    }

    @Test
    void anAbandonedDatabaseIsEndedByTheNextStart() throws Exception {
        startOther();
        List<Long> orphans = pids();
        ProcessHandle guard = other.toHandle().children()
                .filter(child -> !orphans.contains(child.pid())).findFirst().orElseThrow();

        guard.destroyForcibly();
        guard.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        other.destroyForcibly().waitFor();
        assertFalse(alive(orphans).isEmpty());
        start();

        assertEquals(List.of(), alive(orphans));
        assertEquals("1", query("postgres", Postgres.SUPERUSER, "SELECT 1"));
    }

    private void start() throws IOException {
        launcher = new Launcher(home, ports, NO_SERVICE, new Progress(System.out));
        launcher.start();
    }

    /** The program itself, in a process that can be killed. */
    private void startOther() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(Shell.java(), "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                Suite.class.getName(), "up", "--port", String.valueOf(ports.base()), "--without", "gateway",
                "--without", "budget", "--without", "evaluation", "--without", "report");
        builder.environment().put("SUITE_HOME", home.folder().toString());
        other = builder.redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), "other.log")).start();
        awaitUntil(() -> {
            assertTrue(other.isAlive(), "the launcher ended");
            return RunState.read(home).filter(state -> state.phase() == RunState.Phase.READY).isPresent();
        });
    }

    private List<Long> pids() throws IOException {
        return new Pids(home).read().stream().filter(entry -> !entry.name().equals("initdb"))
                .map(Pids.Entry::pid).toList();
    }

    private static List<Long> alive(List<Long> pids) {
        return pids.stream().filter(pid -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()).toList();
    }

    private String query(String database, String role, String sql) throws SQLException {
        try (Connection connection = launcher.postgres().connect(database, role);
                Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            while (!rows) {
                rows = statement.getMoreResults();
            }
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private void send(String topic, String key, String value) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", "127.0.0.1:" + ports.kafka());
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(settings, new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, key, value)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private List<String> received(String topic) {
        Map<String, Object> settings = Map.of("bootstrap.servers", "127.0.0.1:" + ports.kafka());
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings, new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition())).toList();
            assertEquals(3, partitions.size());
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < end) {
                List<String> values = new ArrayList<>();
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    values.add(record.value());
                }
                if (!values.isEmpty()) {
                    return values;
                }
            }
            return List.of();
        }
    }

    /** Something that will be true after a while. */
    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void awaitUntil(Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.multipliedBy(2).toNanos();
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < end, "waited too long");
            Thread.sleep(100);
        }
    }
}
