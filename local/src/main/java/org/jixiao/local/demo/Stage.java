package org.jixiao.local.demo;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jixiao.local.Environment;

/** What every chapter needs: the door, the example, the people with their tokens, and the department-year. */
final class Stage {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    final ObjectMapper json = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    final ExampleFiles example;
    final Door door;
    final Story story = new Story(System.out);
    final String officer;
    final String evaluator;
    final String reviewer;
    final String auditor;
    final String department;
    final int year;

    Stage(Environment environment) {
        example = new ExampleFiles(environment.root().resolve("examples/yanfeng-2021"), json);
        door = new Door(environment.gateway(), json);
        JsonNode ledger = example.read("ledger.json");
        department = ledger.path("department").path("code").asText();
        year = ledger.path("fiscalYear").path("fiscalYear").asInt();
        officer = environment.signer().token("budget-officer", department);
        evaluator = environment.signer().token("evaluator", department);
        reviewer = environment.signer().token("department-reviewer", department);
        auditor = environment.signer().token("auditor", department);
    }

    ObjectNode object() {
        return json.createObjectNode();
    }

    String yearPath() {
        return "/api/v1/departments/" + department + "/fiscal-years/" + year;
    }

    String reportPath() {
        return "/api/v1/reports/" + department + "/" + year;
    }

    /** The body of an answer that must be a success; the story ends with any other. */
    JsonNode success(Door.Answer answer) {
        if (answer.status() / 100 != 2) {
            throw new DemoBroken(answer.response().request().method() + " " + answer.response().uri() + " answered "
                + answer.status() + " " + answer.body());
        }
        return answer.body();
    }

    /** Looks until there is something to see, for what another service does on its own. */
    JsonNode await(String what, Supplier<JsonNode> look) {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            JsonNode seen = look.get();
            if (seen != null) {
                return seen;
            }
            try {
                Thread.sleep(LOOK_AGAIN.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DemoBroken("interrupted while waiting: " + what);
            }
        }
        throw new DemoBroken(what + ": not within " + PATIENCE.toSeconds() + " seconds");
    }

    /** The story cannot go on. */
    static final class DemoBroken extends RuntimeException {

        DemoBroken(String message) {
            super(message);
        }
    }
}
