package org.jixiao.client;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * What another system does with the API: enter a department's year, pay, tell a refusal by its code, list, change with
 * an entity tag. {@code java -cp … org.jixiao.client.Example GATEWAY OFFICER-TOKEN EVALUATOR-TOKEN CODE}
 */
public final class Example {

    record Department(String code, String name) {
    }

    record Project(String code, String name) {
    }

    record Appropriation(String id, BigDecimal availableAmount) {
    }

    record Payment(String appropriationId, BigDecimal amount, String documentNumber, LocalDate documentDate, String purpose) {

        /** As the API takes it: the amount as text. */
        Map<String, String> request() {
            return Map.of("appropriationId", appropriationId, "amount", amount.toPlainString(), "documentNumber", documentNumber,
                "documentDate", documentDate.toString(), "purpose", purpose);
        }
    }

    record Evaluation(String id, String status) {
    }

    private Example() {
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        run(URI.create(arguments[0]), arguments[1], arguments[2], arguments[3]).forEach(System.out::println);
    }

    public static List<String> run(URI gateway, String officer, String evaluator, String code) throws IOException, InterruptedException {
        JixiaoClient budget = new JixiaoClient(gateway, () -> officer);
        String department = "/api/v1/departments/" + code;
        String year = department + "/fiscal-years/2021";

        var first = budget.post("/api/v1/departments", "java-" + code, new Department(code, "示例部门"), Department.class);
        var again = budget.post("/api/v1/departments", "java-" + code, new Department(code, "示例部门"), Department.class);
        for (int i = 1; i <= 3; i++) {
            budget.post(department + "/projects", "java-" + code + "-" + i, new Project(code + "-" + i, "项目" + i), Project.class);
        }
        List<Project> projects = budget.list(department + "/projects?limit=2", Project.class);

        budget.post(department + "/agencies", "java-agency-" + code, Map.of("code", code, "name", "本级"), Map.class);
        budget.post(department + "/fiscal-years", "java-year-" + code, Map.of("fiscalYear", 2021), Map.class);
        Appropriation wages = budget.post(year + "/appropriations", "java-wages-" + code, Map.of("agencyCode", code,
            "fundNature", "GENERAL_PUBLIC_BUDGET", "expenditureKind", "PERSONNEL", "functionalClass", "2010301",
            "economicClass", "30101", "economicClassName", "基本工资"), Appropriation.class).value();
        Payment payment = new Payment(wages.id(), new BigDecimal("0.01"), "JAVA-1", LocalDate.of(2021, 2, 1), "一分钱也不能超支");
        String refused = "nothing";
        try {
            budget.post(year + "/payments", "java-pay-" + code, payment.request(), Map.class);
        } catch (RefusedException refusal) {
            refused = refusal.code() + " available " + refusal.field("available");
        }

        JixiaoClient evaluation = new JixiaoClient(gateway, () -> evaluator);
        var opened = evaluation.post("/api/v1/evaluations", "java-" + code, Map.of("departmentCode", code,
            "departmentName", "示例部门", "fiscalYear", 2021, "kind", "DEPARTMENT"), Evaluation.class);
        String form = "/api/v1/evaluations/" + opened.value().id() + "/form";
        Map<String, Object> content = Map.of("title", "部门整体支出绩效自评表", "fiscalYear", 2021, "departmentName", "示例部门");
        var changed = evaluation.put(form, opened.etag(), content, Evaluation.class);
        String stale = "nothing";
        try {
            evaluation.put(form, opened.etag(), content, Evaluation.class);
        } catch (RefusedException refusal) {
            stale = refusal.code();
        }
        return List.of("created " + first.value().code() + ", again: replayed " + again.replayed(), "projects " + projects.size(),
            "refused " + refused, "form " + changed.value().status() + " tag " + opened.etag() + " then " + changed.etag(), "refused " + stale);
    }
}
