package org.jixiao.budget.execution;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jixiao.budget.Api;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.jixiao.chassis.testing.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The figures against plain sums: a history drawn from a seed, written below the API so that it was recorded at times
 * of our choosing, and every answer compared with what one gets by adding up entry by entry.
 */
@QuarkusTest
@RealParts
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExecutionIT {

    private static final int SEED = 2021;
    private static final int QUESTIONS = 150;
    private static final int ENTRIES = 500;
    private static final Map<String, String> PARENTS = parents();
    private static final List<String> PROJECTS = List.of("P1", "P2", "P3");
    private static final List<String> NATURES = List.of("GENERAL_PUBLIC_BUDGET", "GOVERNMENT_FUND", "OTHER");
    private static final List<String> FUNCTIONAL = List.of("201", "20103", "2010301", "2010302", "2080505", "20805");
    private static final List<String> ECONOMIC = List.of("301", "30101", "30102", "30201", "31002");
    private static final List<String> FIGURES = List.of("initialBudget", "adjustedBudget", "allottedAmount", "committedAmount",
        "executedAmount", "lapsedAmount");
    private static final Instant BEGIN = Instant.parse("2020-01-01T00:00:00Z");
    private static final int DAYS = 900;

    /** An appropriation of the plain history. */
    private record Quota(long id, int year, String agency, String project, String nature, String kind, String functional, String economic) {
    }

    /** An entry of the plain history; the cents of each change. */
    private record Line(long id, Quota quota, long[] changes, LocalDate date, Instant recordedAt, Long sourceId) {
    }

    private final Random random = new Random(SEED);
    private final List<Quota> quotas = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private final List<String> made = new ArrayList<>();
    private Api api;

    @BeforeEach
    void writeTheHistoryOnce() {
        if (api != null) {
            return;
        }
        api = Api.newDepartment();
        made.add(api.department());
        PARENTS.forEach((code, parent) -> {
            if (!code.equals("U1")) {
                api.created(api.path("/agencies"), Map.of("code", code, "name", "单位" + code, "parentCode", parent));
            }
        });
        List.of("P2", "P3").forEach(code -> api.created(api.path("/projects"), Map.of("code", code, "name", "项目" + code)));
        List.of(2020, 2022).forEach(year -> api.created(api.path("/fiscal-years"), Map.of("fiscalYear", year)));
        draw();
        write();
    }

    /** Others look at all departments, and a history without chains would frighten them. */
    @AfterAll
    void leaveNothing() {
        made.forEach(department -> Superuser.execute("set session_replication_role = replica;"
            + Stream.of("ledger_entry", "movement", "appropriation_month", "appropriation")
                .map(table -> "delete from " + table + " where department_code = '" + department + "'").collect(Collectors.joining(";"))));
    }

    @Test
    void theHistoryIsReconciled() {
        assertEquals(List.of(), Superuser.query("select kept_on || ' ' || id || ' ' || stored || ' | ' || computed from ledger_difference where kept_on <> 'movement' "
            + "and department_code = '" + api.department() + "'"));
    }

    @TestFactory
    Stream<DynamicTest> everyFigureIsThePlainSumOfItsEntries() {
        return IntStream.range(0, QUESTIONS).mapToObj(i -> {
            Map<String, String> asked = question();
            return DynamicTest.dynamicTest(i + " " + asked, () -> {
                Response answer = api.get(api.year("/execution") + query(asked));
                assertEquals(200, answer.statusCode(), answer::asString);
                assertEquals(expected(asked), seen(answer));
            });
        });
    }

    @TestFactory
    Stream<DynamicTest> theListBehindAFigureSumsUpToIt() {
        return IntStream.range(0, 12).mapToObj(i -> {
            Map<String, String> asked = question();
            return DynamicTest.dynamicTest(i + " " + asked, () -> {
                Response answer = api.get(api.year("/execution") + query(asked));
                List<Map<String, Object>> parts = new ArrayList<>(List.of(answer.<Map<String, Object>>path("total")));
                List<Map<String, Object>> groups = answer.path("groups");
                parts.addAll(groups == null ? List.of() : groups.subList(0, Math.min(groups.size(), 4)));
                for (Map<String, Object> part : parts) {
                    List<Map<String, Object>> entries = listed(figuresOf(part), part.get("entries"));
                    // what the next year took over is an entry of that year
                    assertEquals(available(entries),
                        decimal(figuresOf(part), "availableAmount").add(decimal(figuresOf(part), "carriedForwardAmount")), part::toString);
                    Map<String, Object> last = mapOf(part, "lastYear");
                    List<Map<String, Object>> lastEntries = entries((String) last.get("entries"));
                    List.of("initialBudget", "adjustedBudget", "executedAmount")
                        .forEach(figure -> assertEquals(last.get(figure), sum(lastEntries, figure), () -> figure + " of " + last));
                }
                List<Map<String, Object>> months = answer.path("months");
                for (Map<String, Object> month : months == null ? List.<Map<String, Object>>of() : months.subList(months.size() - 1, months.size())) {
                    listed(mapOf(month, "own"), mapOf(month, "own").get("entries"));
                    listed(mapOf(month, "cumulative"), mapOf(month, "cumulative").get("entries"));
                }
            });
        });
    }

    /** The entries at the address, which add up to the figures. */
    private List<Map<String, Object>> listed(Map<String, Object> figures, Object address) {
        List<Map<String, Object>> entries = entries((String) address);
        assertEquals(figures.get("entryCount"), entries.size(), () -> figures + " " + address);
        FIGURES.forEach(figure -> assertEquals(figures.get(figure), sum(entries, figure), () -> figure + " of " + figures + " " + address));
        return entries;
    }

    private static BigDecimal available(List<Map<String, Object>> entries) {
        return Stream.of("committedAmount", "executedAmount", "lapsedAmount").map(figure -> new BigDecimal(sum(entries, figure)))
            .reduce(new BigDecimal(sum(entries, "adjustedBudget")), BigDecimal::subtract);
    }

    private static BigDecimal decimal(Map<String, Object> figures, String name) {
        return new BigDecimal((String) figures.get(name));
    }

    @Test
    void oneFigureHasAListOfItsOwn() {
        Map<String, Object> total = api.get(api.year("/execution?withinAgency=U2")).path("total");
        List<Map<String, Object>> entries = entries(total.get("entries") + "&changes=EXECUTED");
        assertEquals(figuresOf(total).get("executedAmount") + " true", sum(entries, "executedAmount") + " "
            + entries.stream().allMatch(entry -> !"0.00".equals(((Map<?, ?>) entry.get("changes")).get("executedAmount"))));
    }

    @Test
    void whatWasKnownLongAgoIsShorterFromTheFrontAndTheSame() {
        for (Instant asOf : List.of(BEGIN.minusSeconds(1), BEGIN.plus(30, ChronoUnit.DAYS), BEGIN.plus(DAYS - 30, ChronoUnit.DAYS), Instant.now())) {
            Map<String, String> asked = Map.of("asOf", asOf.toString(), "groupBy", "AGENCY");
            assertEquals(expected(asked), seen(api.get(api.year("/execution") + query(asked))), asOf::toString);
        }
    }

    @TestFactory
    Stream<DynamicTest> whatMakesNoSenseIsRefused() {
        return Stream.of(
                "groupBy=COLOUR|400 INVALID_VALUE ?groupBy", "asOf=2021-01-01|400 INVALID_VALUE ?asOf",
                "asOf=yesterday|400 INVALID_VALUE ?asOf", "until=2021-02-29|400 INVALID_VALUE ?until",
                "until=2022-01-01|422 DATE_OUTSIDE_FISCAL_YEAR ?until", "until=2020-12-31|422 DATE_OUTSIDE_FISCAL_YEAR ?until",
                "months=yes|400 INVALID_VALUE ?months", "agencyCode=NOBODY|400 UNKNOWN_AGENCY ?agencyCode",
                "withinAgency=U1,NOBODY|400 UNKNOWN_AGENCY ?withinAgency", "projectCode=P9|400 UNKNOWN_PROJECT ?projectCode",
                "functionalClass=20|400 INVALID_VALUE ?functionalClass", "withinFunctionalClass=2%25|400 INVALID_VALUE ?withinFunctionalClass",
                "withinEconomicClass=3010|400 INVALID_VALUE ?withinEconomicClass", "fundNature=MINE|400 INVALID_VALUE ?fundNature",
                "limit=5|400 UNKNOWN_PARAMETER ?limit", "subtree=true|400 UNKNOWN_PARAMETER ?subtree",
                "months=true&months=true|400 PARAMETER_REPEATED ?months", "fields=nonsense|400 UNKNOWN_FIELD_SELECTION ?fields")
            .map(line -> line.split("\\|")).map(line -> DynamicTest.dynamicTest(line[0], () -> {
                Response answer = given().urlEncodingEnabled(false)
                    .header("Authorization", Tokens.bearer(Role.BUDGET_OFFICER, api.department()))
                    .get(api.year("/execution?" + line[0]));
                assertEquals(line[1], answer.statusCode() + " " + answer.path("code") + " " + answer.path("pointer"));
            }));
    }

    @Test
    void moreGroupsThanOneAnswerHoldsAreRefused() {
        Api many = Api.newDepartment();
        made.add(many.department());
        Superuser.execute("""
            insert into project (department_code, code, name) select '%1$s', 'Q' || n, '项目' from generate_series(1, 1001) n;
            insert into appropriation (department_code, fiscal_year, agency_code, project_code, fund_nature, expenditure_kind, functional_class,
                   economic_class, economic_class_name, entry_count)
            select '%1$s', 2021, 'U1', 'Q' || n, 'OTHER', 'PROJECT', '2010301', '30201', '办公费', 1 from generate_series(1, 1001) n"""
            .formatted(many.department()));
        Response answer = many.get(many.year("/execution?groupBy=PROJECT"));
        assertEquals("400 TOO_MANY_GROUPS 1001 1000", answer.statusCode() + " " + answer.path("code") + " " + answer.path("groupCount") + " "
            + answer.path("groupCountMax"));
    }

    @Test
    void theStatementOfAClosedYearAsOfItsClosingIsTheOneAnnounced() {
        Api other = Api.newDepartment();
        String id = other.appropriation("100.00");
        other.created(other.year("/payments"), Api.payment(id, "80.00"));
        Response announced = other.post(other.year("/close"), null);
        String closedAt = announced.path("closedAt");
        other.created(other.path("/fiscal-years"), Map.of("fiscalYear", 2022));
        Response then = other.get(other.year("/execution?asOf=" + closedAt));
        assertEquals(String.join(" ", announced.<String>path("total.initialBudget"), announced.path("total.adjustedBudget"),
                announced.path("total.executedAmount"), announced.path("total.executionRate"), "" + announced.path("entryCount")),
            String.join(" ", then.<String>path("total.figures.initialBudget"), then.path("total.figures.adjustedBudget"),
                then.path("total.figures.executedAmount"), then.path("total.figures.executionRate"), "" + then.path("total.figures.entryCount")));
    }

    @Test
    void comparativeFiguresStandForTheWholeDepartmentOnly() {
        Api other = Api.newDepartment();
        other.created(other.path("/fiscal-years"), Map.of("fiscalYear", 2025, "comparative",
            Map.of("initialBudget", "7.00", "executedAmount", "5.00", "source", "别处")));
        String address = other.path("/fiscal-years/2025/execution");
        assertEquals("COMPARATIVE 7.00 null 5.00 -5.00 -1.0000 | null | null", other.get(address).path("total.lastYear.source") + " "
            + other.get(address).path("total.lastYear.initialBudget") + " " + other.get(address).path("total.lastYear.adjustedBudget") + " "
            + other.get(address).path("total.lastYear.executedAmount") + " " + other.get(address).path("total.lastYear.growthAmount") + " "
            + other.get(address).path("total.lastYear.growthRate") + " | " + other.get(address + "?agencyCode=U1").path("total.lastYear") + " | "
            + other.get(address + "?until=2025-06-30").path("total.lastYear"));
    }

    private static Map<String, String> parents() {
        Map<String, String> parents = new LinkedHashMap<>();
        parents.put("U1", "");
        parents.put("U2", "U1");
        parents.put("U3", "U1");
        parents.put("U4", "U2");
        parents.put("U5", "U4");
        return parents;
    }

    private void draw() {
        long base = Long.parseLong(Superuser.query("select nextval('appropriation_id_seq') + 1000000").get(0));
        Set<String> keys = new TreeSet<>();
        while (quotas.size() < 60) {
            String kind = pick(List.of("PERSONNEL", "OPERATING", "PROJECT"));
            Quota quota = new Quota(base + quotas.size(), pick(List.of(2020, 2021, 2021, 2022)), pick(List.copyOf(PARENTS.keySet())),
                kind.equals("PROJECT") ? pick(PROJECTS) : null, pick(NATURES), kind, pick(FUNCTIONAL), pick(ECONOMIC));
            if (keys.add(quota.year() + quota.agency() + quota.project() + quota.nature() + kind + quota.functional() + "/" + quota.economic())) {
                quotas.add(quota);
            }
        }
        List<Quota> ofThisYear = quotas.stream().filter(quota -> quota.year() == 2021).toList();
        for (int i = 0; i < ENTRIES; i++) {
            Quota quota = pick(quotas);
            boolean carried = quota.year() == 2022 && random.nextInt(3) == 0;
            long cents = 1 + random.nextInt(1_000_000);
            long[] changes = carried ? new long[] {0, cents, 0, 0, 0, 0} : switch (random.nextInt(6)) {
                case 0 -> new long[] {cents, cents, 0, 0, 0, 0};
                case 1 -> new long[] {0, cents, 0, 0, 0, 0};
                case 2 -> new long[] {0, 0, cents, 0, 0, 0};
                case 3 -> new long[] {0, 0, 0, cents, 0, 0};
                case 4 -> new long[] {0, 0, 0, 0, cents, 0};
                default -> new long[] {0, 0, 0, 0, 0, cents};
            };
            lines.add(new Line(base + i, quota, changes, LocalDate.ofYearDay(quota.year(), 1 + random.nextInt(365)),
                BEGIN.plus(random.nextInt(DAYS * 24), ChronoUnit.HOURS), carried ? pick(ofThisYear).id() : null));
        }
    }

    /** Without the triggers and keys that a history of other times would meet; what is stored summed up is computed here, too. */
    private void write() {
        StringBuilder sql = new StringBuilder("set session_replication_role = replica; update fiscal_year set recorded_at = '2019-01-01' where department_code = '"
            + api.department() + "';");
        for (Quota quota : quotas) {
            sql.append("insert into appropriation (department_code, fiscal_year, id, agency_code, project_code, fund_nature, expenditure_kind, functional_class, "
                + "economic_class, economic_class_name) values ('%s', %d, %d, '%s', %s, '%s', '%s', '%s', '%s', '名称');".formatted(api.department(),
                    quota.year(), quota.id(), quota.agency(), quota.project() == null ? "null" : "'" + quota.project() + "'", quota.nature(),
                    quota.kind(), quota.functional(), quota.economic()));
        }
        Map<Long, Integer> sequences = new TreeMap<>();
        for (Line line : lines) {
            // a reversal may change whatever it likes
            sql.append("insert into movement (department_code, fiscal_year, id, kind, document_number, document_date, reason, refers_to, maker, recorded_at) values "
                + "('%1$s', %2$d, %3$d, 'REVERSAL', 'N%3$d', '%4$s', '测试', -%3$d, 'test', '%5$s');".formatted(api.department(), line.quota().year(), line.id(),
                    line.date(), line.recordedAt()));
            sql.append("insert into ledger_entry (department_code, fiscal_year, id, movement_id, kind, appropriation_id, sequence, amount, initial_change, "
                + "adjusted_change, allotted_change, committed_change, executed_change, lapsed_change, source_appropriation_id, document_date, recorded_at, hash) "
                + "values ('%s', %d, %d, %3$d, 'REVERSAL', %d, %d, %s, %s, %s, '%s', '%s', decode(repeat('00', 32), 'hex'));".formatted(api.department(),
                    line.quota().year(), line.id(), line.quota().id(), sequences.merge(line.quota().id(), 1, Integer::sum),
                    text(IntStream.range(0, 6).mapToLong(i -> line.changes()[i]).max().orElseThrow()),
                    String.join(", ", IntStream.range(0, 6).mapToObj(i -> text(line.changes()[i])).toList()), line.sourceId(), line.date(), line.recordedAt()));
        }
        String mine = " where department_code = '" + api.department() + "'";
        sql.append("insert into appropriation_month select department_code, fiscal_year, appropriation_id, extract(month from document_date), sum(initial_change), "
            + "sum(adjusted_change), sum(allotted_change), sum(committed_change), sum(executed_change), sum(lapsed_change), count(*) from ledger_entry" + mine
            + " group by 1, 2, 3, 4;");
        sql.append("update appropriation a set initial_budget = s.i, adjusted_budget = s.a, allotted_amount = s.al, committed_amount = s.c, executed_amount = s.e, "
            + "lapsed_amount = s.l, entry_count = s.n from (select appropriation_id, sum(initial_change) i, sum(adjusted_change) a, "
            + "sum(allotted_change) filter (where allotted_change <> 0) al, sum(committed_change) c, sum(executed_change) e, sum(lapsed_change) l, count(*) n "
            + "from ledger_entry" + mine + " group by 1) s where s.appropriation_id = a.id;");
        sql.append("update appropriation a set carried_forward_amount = s.n from (select source_appropriation_id id, sum(amount) n from ledger_entry" + mine
            + " and source_appropriation_id is not null group by 1) s where s.id = a.id;");
        sql.append("analyze ledger_entry; analyze appropriation_month");
        Superuser.execute(sql.toString());
    }

    private Map<String, String> question() {
        Map<String, String> asked = new TreeMap<>();
        asked.put("groupBy", pick(List.of(Grouping.values())).name());
        if (random.nextInt(3) > 0) {
            asked.put("asOf", BEGIN.plus(random.nextInt(DAYS * 24), ChronoUnit.HOURS).toString());
        }
        if (random.nextInt(3) > 0) {
            asked.put("until", (random.nextBoolean() ? LocalDate.of(2021, 1 + random.nextInt(12), 1).plusMonths(1).minusDays(1)
                : LocalDate.ofYearDay(2021, 1 + random.nextInt(365))).toString());
        }
        if (random.nextBoolean()) {
            asked.put("months", "true");
        }
        maybe(asked, "agencyCode", List.of("U1", "U2", "U4", "U2,U3"));
        maybe(asked, "withinAgency", List.of("U1", "U2", "U4", "U5,U3"));
        maybe(asked, "projectCode", List.of("P1", "P1,P2"));
        maybe(asked, "fundNature", List.of("OTHER", "GENERAL_PUBLIC_BUDGET,GOVERNMENT_FUND"));
        maybe(asked, "expenditureKind", List.of("PROJECT", "PERSONNEL,PROJECT", "OPERATING,PERSONNEL"));
        maybe(asked, "functionalClass", List.of("201", "2010301,20805"));
        maybe(asked, "withinFunctionalClass", List.of("201", "20103", "2010301,208", "20805,201"));
        maybe(asked, "economicClass", List.of("301", "30101"));
        maybe(asked, "withinEconomicClass", List.of("301", "302,31002"));
        return asked;
    }

    private void maybe(Map<String, String> asked, String name, List<String> values) {
        if (random.nextInt(6) == 0) {
            asked.put(name, pick(values));
        }
    }

    /** The answer by plain addition. */
    private String expected(Map<String, String> asked) {
        Instant asOf = asked.containsKey("asOf") ? Instant.parse(asked.get("asOf")) : Instant.MAX;
        LocalDate until = asked.containsKey("until") ? LocalDate.parse(asked.get("until")) : null;
        Function<Quota, String> code = code(Grouping.valueOf(asked.getOrDefault("groupBy", "NONE")));
        List<Line> known = lines.stream().filter(line -> !line.recordedAt().isAfter(asOf)).toList();
        List<Line> now = known.stream().filter(line -> line.quota().year() == 2021 && selects(asked, line.quota())
            && (until == null || !line.date().isAfter(until))).toList();
        LocalDate before = until == null ? null : until.equals(until.withDayOfMonth(until.lengthOfMonth()))
            ? until.minusYears(1).withDayOfMonth(until.minusYears(1).lengthOfMonth()) : until.minusYears(1);
        List<Line> then = known.stream().filter(line -> line.quota().year() == 2020 && selects(asked, line.quota())
            && (before == null || !line.date().isAfter(before))).toList();
        Map<Long, Quota> byId = new TreeMap<>();
        quotas.forEach(quota -> byId.put(quota.id(), quota));
        List<Line> carried = until != null ? List.of() : known.stream()
            .filter(line -> line.sourceId() != null && selects(asked, byId.get(line.sourceId()))).toList();
        StringBuilder text = new StringBuilder(part("total", now, carried, then));
        if (!asked.getOrDefault("groupBy", "NONE").equals("NONE")) {
            Set<String> codes = new TreeSet<>();
            Stream.of(now, then).flatMap(List::stream).forEach(line -> codes.add(code.apply(line.quota())));
            for (String one : codes) {
                Predicate<Line> own = line -> code.apply(line.quota()).equals(one);
                text.append(part(one.isEmpty() ? "null" : one, now.stream().filter(own).toList(),
                    carried.stream().filter(line -> code.apply(byId.get(line.sourceId())).equals(one)).toList(), then.stream().filter(own).toList()));
            }
        }
        if (asked.containsKey("months")) {
            for (int month = 1; month <= (until == null ? 12 : until.getMonthValue()); month++) {
                int last = month;
                text.append(month).append(' ').append(sums(now.stream().filter(line -> line.date().getMonthValue() == last).toList()))
                    .append(" to ").append(sums(now.stream().filter(line -> line.date().getMonthValue() <= last).toList())).append('\n');
            }
        }
        return text.toString();
    }

    private static String part(String code, List<Line> now, List<Line> carried, List<Line> then) {
        return code + " " + sums(now) + " carried " + text(carried.stream().mapToLong(line -> line.changes()[1]).sum())
            + " last year " + text(sum(then, 0)) + " " + text(sum(then, 1)) + " " + text(sum(then, 4)) + " growth " + text(sum(now, 4) - sum(then, 4)) + "\n";
    }

    private static String sums(List<Line> lines) {
        return String.join(" ", IntStream.range(0, 6).mapToObj(i -> text(sum(lines, i))).toList()) + " of " + lines.size();
    }

    private static long sum(List<Line> lines, int figure) {
        return lines.stream().mapToLong(line -> line.changes()[figure]).sum();
    }

    private static boolean selects(Map<String, String> asked, Quota quota) {
        return has(asked, "agencyCode", one -> one.equals(quota.agency())) && has(asked, "withinAgency", one -> isWithin(quota.agency(), one))
            && has(asked, "projectCode", one -> one.equals(quota.project())) && has(asked, "fundNature", one -> one.equals(quota.nature()))
            && has(asked, "expenditureKind", one -> one.equals(quota.kind())) && has(asked, "functionalClass", one -> one.equals(quota.functional()))
            && has(asked, "withinFunctionalClass", one -> quota.functional().startsWith(one))
            && has(asked, "economicClass", one -> one.equals(quota.economic()))
            && has(asked, "withinEconomicClass", one -> quota.economic().startsWith(one));
    }

    private static boolean has(Map<String, String> asked, String name, Predicate<String> holds) {
        return !asked.containsKey(name) || Stream.of(asked.get(name).split(",")).anyMatch(holds);
    }

    private static boolean isWithin(String agency, String above) {
        return !agency.isEmpty() && (agency.equals(above) || isWithin(PARENTS.get(agency), above));
    }

    private static Function<Quota, String> code(Grouping grouping) {
        return switch (grouping) {
            case NONE -> quota -> "";
            case AGENCY -> Quota::agency;
            case PROJECT -> quota -> quota.project() == null ? "" : quota.project();
            case FUND_NATURE -> Quota::nature;
            case EXPENDITURE_KIND -> Quota::kind;
            case FUNCTIONAL_CLASS_3, FUNCTIONAL_CLASS_5, FUNCTIONAL_CLASS_7 ->
                quota -> quota.functional().substring(0, Math.min(grouping.digits(), quota.functional().length()));
            case ECONOMIC_CLASS_3, ECONOMIC_CLASS_5 ->
                quota -> quota.economic().substring(0, Math.min(grouping.digits(), quota.economic().length()));
        };
    }

    /** The answer of the service in the same words. */
    private static String seen(Response answer) {
        StringBuilder text = new StringBuilder(seen("total", answer.<Map<String, Object>>path("total")));
        List<Map<String, Object>> groups = answer.path("groups");
        (groups == null ? List.<Map<String, Object>>of() : groups).forEach(group -> text.append(seen(String.valueOf(group.get("code")), group)));
        List<Map<String, Object>> months = answer.path("months");
        (months == null ? List.<Map<String, Object>>of() : months).forEach(month -> text.append(month.get("month")).append(' ')
            .append(sums(month.get("own"))).append(" to ").append(sums(month.get("cumulative"))).append('\n'));
        return text.toString();
    }

    private static String seen(String code, Map<String, Object> part) {
        Map<?, ?> last = (Map<?, ?>) part.get("lastYear");
        return code + " " + sums(part.get("figures")) + " carried " + figuresOf(part).get("carriedForwardAmount") + " last year " + last.get("initialBudget") + " "
            + last.get("adjustedBudget") + " " + last.get("executedAmount") + " growth " + last.get("growthAmount") + "\n";
    }

    private static String sums(Object figures) {
        return String.join(" ", FIGURES.stream().map(name -> String.valueOf(((Map<?, ?>) figures).get(name))).toList()) + " of "
            + ((Map<?, ?>) figures).get("entryCount");
    }

    private static Map<String, Object> figuresOf(Map<String, Object> part) {
        return mapOf(part, "figures");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> mapOf(Map<String, Object> whole, String name) {
        return (Map<String, Object>) whole.get(name);
    }

    private List<Map<String, Object>> entries(String address) {
        List<Map<String, Object>> entries = new ArrayList<>();
        String cursor = null;
        do {
            Response page = api.get(address + (address.contains("?") ? "&" : "?") + "limit=100" + (cursor == null ? "" : "&cursor=" + cursor));
            assertEquals(200, page.statusCode(), page::asString);
            entries.addAll(page.path("items"));
            cursor = page.path("nextCursor");
        } while (cursor != null);
        return entries;
    }

    private static String sum(List<Map<String, Object>> entries, String figure) {
        return entries.stream().map(entry -> new BigDecimal((String) ((Map<?, ?>) entry.get("changes")).get(figure)))
            .reduce(new BigDecimal("0.00"), BigDecimal::add).toPlainString();
    }

    private static String query(Map<String, String> asked) {
        return "?" + String.join("&", asked.entrySet().stream().map(one -> one.getKey() + "=" + one.getValue()).toList());
    }

    private static String text(long cents) {
        return BigDecimal.valueOf(cents, 2).toPlainString();
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
