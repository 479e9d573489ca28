package org.jixiao.contract.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jixiao.contract.RunningSuite;
import org.jixiao.contract.fuzz.Case.Validity;

/**
 * Sends valid and spoilt requests to every operation of an API document and collects what should not
 * be. The same seed sends the same requests to the same data.
 */
final class Fuzzer {

    private static final List<String> ROLES = List.of("auditor", "budget-officer", "evaluator", "department-reviewer",
            "finance-reviewer", "publisher", "scheme-administrator");
    private static final int FINDINGS_OF_A_KIND_MAX = 3;

    /** Signs a token for a role and departments. */
    interface Signer {
        String token(String role, String... departments);
    }

    private final URI base;
    private final Specification specification;
    private final List<Operation> operations;
    private final Checks checks;
    private final Databases databases;
    private final Signer signer;
    private final long seed;
    private final Links links = new Links();
    private final Map<String, String> roles = new HashMap<>();
    private final Map<String, Map<Integer, Integer>> statuses = new TreeMap<>();
    private final Map<String, Integer> kinds = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER).build();
    private List<String> state;
    /** What had come from elsewhere before the state was read: later arrivals may have changed it. */
    private List<String> arrived;
    private int sent;

    Fuzzer(URI base, Specification specification, Checks checks, Databases databases, Signer signer, long seed) {
        this.base = base;
        this.specification = specification;
        this.operations = specification.operations();
        this.checks = checks;
        this.databases = databases;
        this.signer = signer;
        this.seed = seed;
    }

    Links links() {
        return links;
    }

    List<Operation> operations() {
        return operations;
    }

    List<Finding> findings() {
        return findings;
    }

    /** Operations for which no request ever succeeded. */
    Set<String> neverSucceeded() {
        Set<String> never = new TreeSet<>();
        operations.forEach(operation -> {
            if (statuses.getOrDefault(operation.toString(), Map.of()).keySet().stream().noneMatch(status -> status < 400)) {
                never.add(operation.toString());
            }
        });
        return never;
    }

    /**
     * @param count    how many requests for each operation
     * @param department the one whose data may be changed
     */
    void run(int count, String department) {
        look();
        // what depends on something comes after it; a second round finds what the first has made
        for (Operation operation : operations) {
            if (!operation.isRead()) {
                Cases cases = cases(operation, department, seed);
                for (int i = 0; i < 3; i++) {
                    send(cases.valid());
                }
            }
        }
        for (Operation operation : operations) {
            for (Case one : cases(operation, department, seed + 1).some(count)) {
                send(one);
            }
        }
    }

    private Cases cases(Operation operation, String department, long variant) {
        Random random = new Random(variant ^ (long) operation.id().hashCode() << 20);
        Cases cases = new Cases(specification, operation, links, random, (path, body) -> signer.token(
                operation.roles().isEmpty() ? roles.getOrDefault(operation.id(), ROLES.get(0))
                        : operation.roles().get(random.nextInt(operation.roles().size())),
                departments(operation, department, path, body)));
        if (operation.secured() && operation.roles().isEmpty() && !roles.containsKey(operation.id())) {
            findRole(operation, cases);
        }
        return cases;
    }

    private void findRole(Operation operation, Cases cases) {
        for (String role : ROLES) {
            roles.put(operation.id(), role);
            if (exchange(cases.valid().request()).status() != 403) {
                look();
                return;
            }
        }
    }

    /** The fuzzed department; the one in the address, for reading; the one that is made. */
    private static String[] departments(Operation operation, String department, String path, JsonNode body) {
        Set<String> departments = new LinkedHashSet<>(List.of(department));
        if (operation.isRead()) {
            departments.add(RunningSuite.DEPARTMENT);
            for (String segment : path.split("/")) {
                if (segment.matches("[A-Z0-9][A-Z0-9-]{0,20}") && !segment.matches("[0-9]+")) {
                    departments.add(segment);
                }
            }
        } else if (operation.path().endsWith("/departments") && body != null) {
            String code = body.path("code").asText();
            if (code.matches("[A-Z0-9][A-Z0-9-]{0,20}")) {
                departments.add(code);
            }
        }
        return departments.toArray(new String[0]);
    }

    /** Sends one request, checks the answer and remembers what it made. */
    void send(Case one) {
        Exchange exchange = exchange(one.request());
        sent++;
        statuses.computeIfAbsent(one.operation().toString(), absent -> new TreeMap<>())
                .merge(exchange.status(), 1, Integer::sum);
        checks.of(one, exchange, base.toString()).forEach(this::add);
        List<String> before = state;
        List<String> arrivals = arrived;
        look();
        if (exchange.status() >= 400 && !state.equals(before) && arrivals.equals(databases.arrivals())) {
            List<String> changed = new ArrayList<>(state);
            changed.removeAll(before);
            add(new Finding("a refusal changes nothing", one, exchange.status() + " but written: " + changed,
                    exchange.request().curl(base.toString())));
        }
        links.learn(operations, one.operation(), exchange);
        // the guess was wrong; the next round guesses again
        if (one.validity() == Validity.VALID && exchange.status() == 403 && one.operation().roles().isEmpty()) {
            roles.remove(one.operation().id());
        }
    }

    private void look() {
        arrived = databases.arrivals();
        state = databases.state();
    }

    private void add(Finding finding) {
        if (kinds.merge(finding.check() + finding.subject().operation(), 1, Integer::sum) <= FINDINGS_OF_A_KIND_MAX) {
            findings.add(finding);
        }
    }

    private Exchange exchange(Exchange.Request request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + request.target()))
                .timeout(Duration.ofSeconds(30)).method(request.method(), request.body() == null
                        ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach(builder::header);
        try {
            HttpResponse<byte[]> response = client.send(builder.build(), HttpResponse.BodyHandlers.ofByteArray());
            Map<String, List<String>> headers = new HashMap<>();
            response.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
            return new Exchange(request, response.statusCode(), headers, response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(request.curl(base.toString()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void report(PrintStream out) {
        out.println(sent + " requests to " + operations.size() + " operations, seed " + seed);
        statuses.forEach((operation, counts) -> out.println("  " + operation + " " + counts));
        findings.forEach(out::println);
    }
}
