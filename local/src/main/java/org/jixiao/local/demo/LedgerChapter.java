package org.jixiao.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/** Budget: the department's year goes into the ledger, adds up to what was published, and is closed. */
final class LedgerChapter {

    private static final BigDecimal YUAN_PER_WAN = new BigDecimal("10000");

    private final Stage stage;
    private final Story story;

    LedgerChapter(Stage stage) {
        this.stage = stage;
        this.story = stage.story;
    }

    void record() {
        JsonNode ledger = stage.example.read("ledger.json");
        story.chapter("Budget: department, units, projects, appropriations, movements, payments");
        String base = "/api/v1/departments";
        create(base, "department", ledger.path("department"));
        ledger.path("agencies").forEach(agency ->
            create(base + "/" + stage.department + "/agencies", "agency-" + agency.path("code").asText(), agency));
        ledger.path("projects").forEach(project ->
            create(base + "/" + stage.department + "/projects", "project-" + project.path("code").asText(), project));
        create(base + "/" + stage.department + "/fiscal-years", "fiscal-year", ledger.path("fiscalYear"));
        Map<String, String> ids = new LinkedHashMap<>();
        for (JsonNode appropriation : ledger.path("appropriations")) {
            ObjectNode request = appropriation.deepCopy();
            String key = request.remove("key").asText();
            ids.put(key, create(stage.yearPath() + "/appropriations", "appropriation-" + key, request).path("id").asText());
        }
        for (JsonNode movement : ledger.path("movements")) {
            ObjectNode request = movement.deepCopy();
            request.path("lines").forEach(line -> byId((ObjectNode) line, ids));
            create(stage.yearPath() + "/movements", "movement-" + movement.path("documentNumber").asText(), request);
        }
        for (JsonNode payment : ledger.path("payments")) {
            ObjectNode request = payment.deepCopy();
            byId(request, ids);
            create(stage.yearPath() + "/payments", "payment-" + payment.path("documentNumber").asText(), request);
        }
        story.say(ids.size() + " appropriations, " + ledger.path("movements").size() + " movements, "
            + ledger.path("payments").size() + " payments");
    }

    void compareStatement() {
        story.chapter("Statement: what the ledger's own entries add up to, in 万元");
        JsonNode statement = statement();
        figure("年初预算 initial budget", statement.path("total").path("initialBudget"), "103.52");
        figure("全年预算 adjusted budget", statement.path("total").path("adjustedBudget"), "419.99");
        figure("全年执行 executed", statement.path("total").path("executedAmount"), "419.99");
        figure("基本支出 basic", statement.path("basic").path("executedAmount"), "76.25");
        figure("人员经费 personnel", executed(statement, "byExpenditureKind", "expenditureKind", "PERSONNEL"), "71.74");
        figure("项目支出 project", statement.path("project").path("executedAmount"), "343.74");
        figure("一门式全覆盖硬件采购", executed(statement, "byProject", "projectCode", "YF-2021-01"), "199.62");
        figure("政务中心提质改造", executed(statement, "byProject", "projectCode", "YF-2021-02"), "79.71");
    }

    void refuseOverspending() {
        JsonNode first = stage.success(stage.door.get(stage.yearPath() + "/appropriations?limit=1", stage.officer)).path("items").path(0);
        ObjectNode payment = stage.object().put("appropriationId", first.path("id").asText()).put("amount", "0.01")
            .put("documentNumber", "DEMO-OVERSPEND").put("documentDate", stage.year + "-12-31").put("purpose", "一分钱也不能超支");
        Door.Answer refused = stage.door.post(stage.yearPath() + "/payments", stage.officer, "overspend", payment);
        story.holds(refused.code().equals("APPROPRIATION_EXCEEDED"), "one fen more is refused: " + refused.title());
    }

    void close() {
        story.chapter("The fiscal year is closed; its statement goes to Kafka");
        Door.Answer closed = stage.door.post(stage.yearPath() + "/close", stage.officer, "close", stage.object());
        story.holds(closed.status() / 100 == 2 || closed.status() == 409, "fiscal year " + stage.year + " is closed");
    }

    long entryCount() {
        return statement().path("entryCount").asLong();
    }

    private JsonNode statement() {
        return stage.success(stage.door.get(stage.yearPath() + "/statement", stage.officer));
    }

    private void figure(String name, JsonNode yuan, String printed) {
        BigDecimal wan = new BigDecimal(yuan.asText("0")).divide(YUAN_PER_WAN);
        story.holds(wan.compareTo(new BigDecimal(printed)) == 0, name + " " + wan.stripTrailingZeros().toPlainString());
    }

    private static JsonNode executed(JsonNode statement, String split, String by, String value) {
        for (JsonNode line : statement.path(split)) {
            if (line.path(by).asText().equals(value)) {
                return line.path("executedAmount");
            }
        }
        throw new Stage.DemoBroken("the statement has no " + value);
    }

    private JsonNode create(String path, String step, JsonNode request) {
        return stage.success(stage.door.post(path, stage.officer, step, request));
    }

    private static void byId(ObjectNode line, Map<String, String> ids) {
        line.put("appropriationId", ids.get(line.remove("appropriation").asText()));
    }
}
