package org.jixiao.budget;

import io.quarkus.arc.Arc;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jixiao.budget.intake.Desk;
import org.jixiao.budget.ledger.Book;
import org.jixiao.budget.reconciliation.ReconciliationHandler;
import org.jixiao.chassis.testing.AccessMatrix;
import org.jixiao.chassis.testing.RealParts;

@QuarkusTest
@RealParts
class AccessMatrixIT extends AccessMatrix {

    private static final String NOTHING = "99999999";

    @Override
    protected Path document() {
        return Path.of("../docs/api/budget-service.json");
    }

    @Override
    protected Map<String, String> seed(String department) {
        Api api = Api.of(department);
        api.created("/api/v1/departments", Map.of("code", department, "name", "部门" + department));
        api.created(api.path("/agencies"), Map.of("code", "U1", "name", "本级" + department));
        api.created(api.path("/projects"), Map.of("code", "P1", "name", "项目" + department));
        api.created(api.path("/fiscal-years"), Map.of("fiscalYear", 2021));
        String appropriation = api.appropriation("100.00");
        String payment = api.created(api.year("/payments"), Api.payment(appropriation, "1.00")).path("id");
        String commitment = api.created(api.year("/commitments"), Book.commitment(appropriation, "2.00")).path("id");
        Book.of(api).decide(Book.policy("PAYMENT", "WARN")).then().statusCode(201);
        return places("fiscalYear", "2021", "month", "6", "appropriationId", appropriation, "movementId", payment, "paymentId", payment,
            "commitmentId", commitment, "controlPolicyVersion", "1", "agency", "U1", "project", "P1",
            "intakeId", Desk.intake(api, appropriation), "reconciliationId", reconciliation(department));
    }

    @Override
    protected Map<String, String> nowhere() {
        return places("department", "NOWHERE", "fiscalYear", "2021", "month", "6", "appropriationId", NOTHING, "movementId", NOTHING,
            "paymentId", NOTHING, "commitmentId", NOTHING, "controlPolicyVersion", NOTHING, "agency", "NO-SUCH", "project", "NO-SUCH",
            "intakeId", UUID.randomUUID().toString(), "reconciliationId", NOTHING);
    }

    @Override
    protected Map<String, Call> calls() {
        return Map.ofEntries(
            Map.entry("createDepartment", Call.body("""
                {"code": "${department}", "name": "部门"}""")),
            Map.entry("createAgency", Call.body("""
                {"code": "U2", "name": "二级单位"}""")),
            Map.entry("createAgencyBatch", Call.body("""
                {"items": [{"code": "U3", "name": "二级单位"}]}""")),
            Map.entry("createProjectBatch", Call.body("""
                {"items": [{"code": "P3", "name": "项目三"}]}""")),
            Map.entry("createProject", Call.body("""
                {"code": "P2", "name": "项目二"}""")),
            Map.entry("changeDepartment", Call.body("""
                {"name": "部门"}""").with("If-Match", "*")),
            Map.entry("changeAgency", Call.body("""
                {"name": "本级"}""").with("If-Match", "*")),
            Map.entry("changeProject", Call.body("""
                {"name": "项目"}""").with("If-Match", "*")),
            Map.entry("createIntake", new Call("kind=PAYMENTS", "appropriationId,amount,documentNumber,documentDate,purpose\n",
                Map.of("Content-Type", "text/csv"))),
            Map.entry("downloadIntakeTemplate", Call.query("kind=PAYMENTS&format=CSV")),
            Map.entry("exportEntries", Call.query("format=CSV")),
            Map.entry("exportStatement", Call.query("format=CSV")),
            Map.entry("createFiscalYear", Call.body("""
                {"fiscalYear": 2022}""")),
            Map.entry("closeFiscalYear", Call.body("""
                {"reason": "年度决算"}""")),
            Map.entry("softCloseFiscalYear", period()),
            Map.entry("reopenFiscalYear", period()),
            Map.entry("softCloseMonth", period()),
            Map.entry("closeMonth", period()),
            Map.entry("reopenMonth", period()),
            Map.entry("createAppropriation", Call.body("""
                {"agencyCode": "U1", "fundNature": "GENERAL_PUBLIC_BUDGET", "expenditureKind": "OPERATING",
                 "functionalClass": "2010301", "economicClass": "30201", "economicClassName": "办公费"}""")),
            Map.entry("createMovement", Call.body("""
                {"kind": "SUPPLEMENT", "documentNumber": "文〔2021〕M1号", "documentDate": "2021-06-01", "reason": "追加",
                 "lines": [{"appropriationId": "${appropriationId}", "amount": "1.00"}]}""")),
            Map.entry("reverseMovement", Call.body("""
                {"documentNumber": "文〔2021〕M4号", "documentDate": "2021-06-04", "reason": "冲销"}""")),
            Map.entry("createCommitment", Call.body("""
                {"appropriationId": "${appropriationId}", "amount": "1.00", "documentNumber": "文〔2021〕M5号",
                 "documentDate": "2021-06-02", "reason": "合同"}""")),
            Map.entry("releaseCommitment", Call.body("""
                {"amount": "0.10", "documentNumber": "文〔2021〕M6号", "documentDate": "2021-06-03", "reason": "结算"}""")),
            Map.entry("createControlPolicy", Call.body("""
                {"validFrom": "2021-01-01", "reason": "控制", "rules": [{"stage": "PAYMENT", "mode": "WARN"}],
                 "virementRules": []}""").with("If-Match", "\"${controlPolicyVersion}\"")),
            Map.entry("createPayment", Call.body("""
                {"appropriationId": "${appropriationId}", "amount": "1.00", "documentNumber": "文〔2021〕M2号",
                 "documentDate": "2021-06-02", "purpose": "办公"}""")),
            Map.entry("createRefund", Call.body("""
                {"amount": "0.10", "documentNumber": "文〔2021〕M3号", "documentDate": "2021-06-03", "reason": "退回"}""")));
    }

    private static Call period() {
        return Call.body("""
            {"reason": "月度对账"}""").with("If-Match", "*");
    }

    private static String reconciliation(String department) {
        ReconciliationHandler handler = Arc.container().instance(ReconciliationHandler.class).get();
        return String.valueOf(handler.run(department, 2021, "test", step -> { }).id());
    }

    private static Map<String, String> places(String... namesAndValues) {
        Map<String, String> places = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            places.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return places;
    }
}
