package org.jixiao.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jixiao.chassis.testing.KafkaResource;
import org.jixiao.report.crosscheck.EvaluationForm;
import org.jixiao.report.crosscheck.Example;

/** Events as the other services announce them, with the example's figures, for any department. */
public final class Announced {

    public static final String BUDGET = "jixiao.budget";
    public static final String EVALUATION = "jixiao.evaluation";

    private Announced() {
    }

    public static String statement(String department, int version) {
        ObjectNode data = Example.JSON.createObjectNode().put("departmentCode", department)
                .put("departmentName", "雁峰区行政审批服务局").put("fiscalYear", 2021).put("statementVersion", version);
        data.set("total", figures("1035200.00", "4199900.00", "4199900.00"));
        data.set("basic", figures("505200.00", "762500.00", "762500.00"));
        data.set("project", figures("530000.00", "3437400.00", "3437400.00"));
        data.putArray("byFundNature").add(figures("1035200.00", "4199900.00", "4199900.00")
                .put("fundNature", "GENERAL_PUBLIC_BUDGET"));
        data.putArray("byExpenditureKind").add(figures("505200.00", "717400.00", "717400.00")
                .put("expenditureKind", "PERSONNEL"));
        data.putArray("byEconomicClass").add(figures("194400.00", "194400.00", "194400.00")
                .put("economicClass", "30101").put("name", "基本工资"));
        data.putArray("byProject")
                .add(figures("0.00", "1996200.00", "1996200.00").put("projectCode", Example.HARDWARE)
                        .put("projectName", "一门式全覆盖硬件采购"))
                .add(figures("0.00", "797100.00", "797100.00").put("projectCode", Example.HALL)
                        .put("projectName", "政务中心提质改造"))
                .add(figures("530000.00", "644100.00", "644100.00").put("projectCode", "YF-2021-03")
                        .put("projectName", "其他项目"));
        data.putArray("adjustments").addObject().put("kind", "SUPPLEMENT").put("documentNumber", "雁财预〔2021〕15号")
                .put("documentDate", "2021-06-30").put("reason", "一门式全覆盖硬件采购").put("amount", "1996200.00");
        data.put("entryCount", 12).put("closedBy", "test-budget-officer").put("closedAt", "2022-01-20T02:15:00Z");
        return event("org.jixiao.budget.statement-closed.v1", department, data);
    }

    public static String department(String department, int completion) {
        return evaluation(department, "1", completion, null, Example.department());
    }

    public static String hardware(String department, int completion) {
        return evaluation(department, "2", completion, Example.HARDWARE, Example.hardware());
    }

    public static String hall(String department, int completion) {
        return evaluation(department, "3", completion, Example.HALL, Example.hall());
    }

    public static String evaluation(String department, String id, int completion, String projectCode,
                                    EvaluationForm form) {
        ObjectNode data = Example.JSON.createObjectNode().put("evaluationId", id).put("completion", completion)
                .put("departmentCode", department).put("departmentName", "雁峰区行政审批服务局").put("fiscalYear", 2021)
                .put("kind", projectCode == null ? "DEPARTMENT" : "PROJECT");
        if (projectCode != null) {
            data.put("projectCode", projectCode).put("projectName", form.projectName());
        }
        data.putObject("scheme").put("code", "CN-2020-10").put("version", 1);
        data.set("form", Example.JSON.valueToTree(form));
        ObjectNode score = data.putObject("score").put("statedTotal", "98").put("computedTotal", "98.00")
                .put("rating", "EXCELLENT");
        score.putObject("execution").put("weight", "10").put("statedScore", "10").put("computedScore", "10.00")
                .put("rate", "100.00").put("derivable", true).putArray("steps").add("执行数 ÷ 全年预算数 = 100 %");
        score.putArray("groups").addObject().put("group", "OUTPUT").put("weight", "50").put("statedScore", "50")
                .put("computedScore", "50.00");
        score.putArray("indicators").addObject().put("number", 1).put("weight", "5").put("statedScore", "5")
                .put("derivable", false).put("overAchieved", false).putArray("steps");
        score.putArray("steps").add("10 + 50 + 29 + 9 = 98");
        data.putArray("findings").addObject().put("rule", "BLANK_NUMERIC").put("severity", "WARNING").put("place", "funds")
                .put("pointer", "/funds/bySource/2/amount").put("stated", "").put("computed", "0")
                .put("explainable", false);
        ArrayNode members = data.putArray("package");
        members.addObject().put("evaluationId", "1").put("kind", "DEPARTMENT");
        members.addObject().put("evaluationId", "2").put("kind", "PROJECT").put("projectCode", Example.HARDWARE);
        members.addObject().put("evaluationId", "3").put("kind", "PROJECT").put("projectCode", Example.HALL);
        data.put("submittedBy", "test-evaluator").put("submittedAt", "2022-04-02T02:15:00Z")
                .put("reviewedBy", "test-department-reviewer").put("reviewedAt", "2022-04-12T02:15:00Z")
                .put("completedBy", "test-finance-reviewer")
                .put("completedAt", "2022-04-2" + Math.min(completion, 9) + "T02:15:00Z")
                .put("contentHash", "sha256:" + "0".repeat(64));
        return event("org.jixiao.evaluation.completed.v1", department, data);
    }

    public static String event(String type, String department, ObjectNode data) {
        ObjectNode event = Example.JSON.createObjectNode().put("specversion", "1.0")
                .put("id", UUID.randomUUID().toString()).put("source", type.contains(".budget.") ? "/budget-service" : "/evaluation-service").put("type", type)
                .put("subject", department + "/2021").put("time", "2022-04-20T02:15:00Z")
                .put("datacontenttype", "application/json").put("dataschema", "urn:jixiao:schema:" + type)
                .put("department", department);
        event.set("data", data);
        return event.toString();
    }

    /** Puts records on the wire, one after the other. */
    public static void send(String topic, String department, String... events) {
        Map<String, Object> settings = Map.of("bootstrap.servers", System.getProperty(KafkaResource.BOOTSTRAP_SERVERS));
        try (KafkaProducer<String, String> producer =
                     new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (String event : events) {
                producer.send(new ProducerRecord<>(topic, department, event)).get(20, TimeUnit.SECONDS);
            }
        } catch (Exception e) {
            throw new IllegalStateException("the broker did not take the record", e);
        }
    }

    private static ObjectNode figures(String initial, String adjusted, String executed) {
        return Example.JSON.createObjectNode().put("initialBudget", initial).put("adjustedBudget", adjusted)
                .put("executedAmount", executed).put("executionRate", "1.0000");
    }
}
