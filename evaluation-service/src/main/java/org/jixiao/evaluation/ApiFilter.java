package org.jixiao.evaluation;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Says of the plain records what they cannot say themselves: which fields are always there, what they mean, and an
 * example from the published package.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiFilter implements OASFilter {

    /** Fields that may be absent, for each schema whose other fields are always there. */
    private static final Map<String, Set<String>> OPTIONAL = Map.ofEntries(
            Map.entry("Evaluation", Set.of("projectCode", "projectName", "form", "formHash", "submittedBy", "submittedAt",
                    "reviewedBy", "reviewedAt", "completedBy", "completedAt")),
            Map.entry("EvaluationSummary", Set.of("projectCode", "projectName")),
            Map.entry("EvaluationPage", Set.of("nextCursor")),
            Map.entry("EvaluationStep", Set.of("note", "formHash")),
            Map.entry("SchemePage", Set.of("nextCursor")),
            Map.entry("SchemeVersion", Set.of()),
            Map.entry("Scheme", Set.of("validTo")),
            Map.entry("SchemeCreate", Set.of("validTo")),
            Map.entry("SchemeRules", Set.of()),
            Map.entry("GroupWeight", Set.of()),
            Map.entry("Rounding", Set.of()),
            Map.entry("QualitativeBand", Set.of()),
            Map.entry("RatingThreshold", Set.of()),
            Map.entry("Score", Set.of("statedTotal")),
            Map.entry("ExecutionScore", Set.of("weight", "statedScore", "rate")),
            Map.entry("GroupScore", Set.of("weight")),
            Map.entry("IndicatorScore", Set.of("weight", "statedScore", "computedScore")),
            Map.entry("Findings", Set.of()),
            Map.entry("FindingView", Set.of("difference", "computation", "tolerance", "explanation")),
            Map.entry("ExplanationView", Set.of()),
            Map.entry("Finding", Set.of("difference", "computation", "tolerance")),
            // other rules refuse a submission with the same status
            Map.entry("SubmissionRefusal", Set.of("blockingCount", "findings", "newKeyRequired", "errors")),
            Map.entry("BlockingPlace", Set.of()),
            Map.entry("Form", Set.of("title", "departmentName", "projectName", "lineDepartmentName", "implementingUnit", "funds",
                    "goals", "groups", "indicators", "statedTotalWeight", "statedTotalScore")),
            Map.entry("Funds", Set.of("initialBudget", "adjustedBudget", "executedAmount", "weight", "statedRate", "statedScore",
                    "bySource", "byExpenditure", "components", "adjustmentReason")),
            Map.entry("SourceAmount", Set.of("label", "amount")),
            Map.entry("ExpenditureAmount", Set.of("label", "amount")),
            Map.entry("ComponentAmount", Set.of("label", "amount")),
            Map.entry("Goal", Set.of("expected", "actual")),
            Map.entry("Group", Set.of("label", "weight")),
            Map.entry("Indicator", Set.of("category", "name", "targetText", "targetOperator", "targetValue", "targetUnit",
                    "actualText", "actualValue", "actualUnit", "band", "weight", "statedScore", "deviationReason", "correctiveAction")));

    /** Schema and field, description, example. */
    private static final List<List<Object>> FIELDS = List.of(
            field("Form.title", "Title of the form", "部门整体支出绩效自评表"),
            field("Form.fiscalYear", "Fiscal year; that of the evaluation", 2021),
            field("Form.departmentName", "Department, on its own form", "雁峰区行政审批服务局"),
            field("Form.projectName", "Project, on the form of a project", "一门式全覆盖硬件采购"),
            field("Form.lineDepartmentName", "Department in charge, on the form of a project", "雁峰区行政审批服务局"),
            field("Form.implementingUnit", "Implementing unit, on the form of a project", "雁峰区行政审批服务局"),
            field("Form.statedTotalWeight", "Stated total of the weights, points", "100"),
            field("Form.statedTotalScore", "Stated total score, points", "98"),
            field("Funds.initialBudget", "年初预算数, in `unit`", "103.52"),
            field("Funds.adjustedBudget", "全年预算数, in `unit`", "419.99"),
            field("Funds.executedAmount", "全年执行数, in `unit`", "419.99"),
            field("Funds.weight", "Weight of execution, points", "10"),
            field("Funds.statedRate", "Stated execution rate, percent", "100"),
            field("Funds.statedScore", "Stated score of execution, points", "10"),
            field("Funds.adjustmentReason", "Why the budget was adjusted in the year", "年中追加政务中心提质改造等项目。"),
            field("SourceAmount.label", "Caption on the form", "一般公共预算"),
            field("SourceAmount.amount", "In the form's unit; absent when blank", "419.99"),
            field("ExpenditureAmount.label", "Caption on the form", "项目支出"),
            field("ExpenditureAmount.amount", "In the form's unit; absent when blank", "343.74"),
            field("ComponentAmount.label", "Caption on the form", "当年财政拨款"),
            field("ComponentAmount.amount", "In the form's unit; absent when blank", "199.62"),
            field("Goal.number", "Number on the form", 1),
            field("Goal.expected", "Expected goal", "持续深化“一件事一次办”改革"),
            field("Goal.actual", "What was reached", "推行政务服务“三化”。"),
            field("Group.label", "Caption on the form", "产出指标"),
            field("Group.weight", "Weight in the caption, points", "50"),
            field("Indicator.number", "Number on the form, each once", 14),
            field("Indicator.name", "Level-3 indicator", "群众满意度"),
            field("Indicator.targetText", "Target as text", "群众满意度达到90%以上"),
            field("Indicator.targetValue", "Target value; always together with the operator", "90"),
            field("Indicator.targetUnit", "Unit of the target value", "%"),
            field("Indicator.actualText", "Actual as text", "99%"),
            field("Indicator.actualValue", "Actual value", "99"),
            field("Indicator.actualUnit", "Unit of the actual value", "%"),
            field("Indicator.weight", "Points, at most two decimals", "10"),
            field("Indicator.statedScore", "Points, at most two decimals", "9"),
            field("Indicator.deviationReason", "Why it is below its weight", "满意度 99%，仍有少数办事群众不满意，自评扣 1 分。"),
            field("Indicator.correctiveAction", "What will be done about it", "逐件回访“好差评”中的差评并限期整改。"),
            field("Scheme.code", "Code", "CN-2020-10"),
            field("Scheme.version", "Version, from 1; never changes", 1),
            field("Scheme.validFrom", "First day on which it holds", "2020-01-01"),
            field("Scheme.validTo", "Last day on which it holds; absent while open", "2029-12-31"),
            field("SchemeCreate.validFrom", "First day on which it holds", "2027-01-01"),
            field("SchemeCreate.validTo", "Last day on which it holds; absent while open", "2029-12-31"),
            field("SchemeRules.name", "Name", "全国单位自评 10/50/30/10"),
            field("SchemeRules.basis", "Rule that it follows", "财预〔2020〕10号"),
            field("SchemeRules.total", "Points of a whole form", "100"),
            field("SchemeRules.executionWeight", "Points of budget execution", "10"),
            field("SchemeRules.overAchievementRatio", "From this actual ÷ target on the target is to be reviewed", "1.2"),
            field("SchemeRules.adjustmentExplainRate", "From this |adjusted - initial| ÷ initial on the form must say why", "0.20"),
            field("SchemeRules.amountRounding", "Half a unit of the last printed digit of an amount", "0.005"),
            field("GroupWeight.label", "Name", "产出指标"),
            field("GroupWeight.weight", "Points", "50"),
            field("Rounding.scale", "Decimals of a score", 2),
            field("Rounding.mode", "How a score is rounded", "HALF_UP"),
            field("QualitativeBand.label", "Name", "达成预期指标"),
            field("QualitativeBand.from", "Share of the weight, inclusive", "0.80"),
            field("QualitativeBand.to", "Share of the weight", "1.00"),
            field("QualitativeBand.toInclusive", "Whether `to` itself is allowed", true),
            field("RatingThreshold.label", "Name", "优"),
            field("RatingThreshold.from", "Points, inclusive", "90"),
            field("Score.statedTotal", "Stated total, points as printed", "98"),
            field("Score.computedTotal", "Computed total, points", "98.00"),
            field("Score.steps", "The arithmetic, for people", List.of("10.00 + 50.00 + 29.00 + 9.00 = 98.00")),
            field("ExecutionScore.weight", "Points", "10"),
            field("ExecutionScore.statedScore", "Points as printed", "10"),
            field("ExecutionScore.computedScore", "Points", "10.00"),
            field("ExecutionScore.rate", "Percent, two decimals; absent without a budget", "100.00"),
            field("ExecutionScore.derivable", "Whether a rule derives it; otherwise the stated score counts", true),
            field("ExecutionScore.steps", "The arithmetic, for people", List.of("419.99 ÷ 419.99 × 10 = 10.00")),
            field("GroupScore.weight", "Points in the caption", "50"),
            field("GroupScore.statedScore", "Sum of the stated scores", "50"),
            field("GroupScore.computedScore", "Sum of the computed scores, of the stated ones where none is derivable", "50.00"),
            field("IndicatorScore.number", "Number on the form", 14),
            field("IndicatorScore.weight", "Points", "10"),
            field("IndicatorScore.statedScore", "Points as printed", "9"),
            field("IndicatorScore.computedScore", "Points; absent where no rule derives it", "10.00"),
            field("IndicatorScore.derivable", "Whether a rule derives it; otherwise the stated score counts", true),
            field("IndicatorScore.overAchieved", "Whether the target is to be reviewed", false),
            field("IndicatorScore.steps", "The arithmetic, for people", List.of("99 ≥ 90，得满分 10.00")),
            field("EvaluationStep.action", "What was done", "SUBMIT"),
            field("EvaluationStep.by", "Who did it", "zhang.wei"),
            field("EvaluationStep.note", "Reason or opinion", "同意。"),
            field("EvaluationStep.formHash", "The form as it was then",
                    "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"),
            field("Finding.rule", "The rule that does not hold; more may come", "SCORE_LE_WEIGHT"),
            field("Finding.place", "Where, for people", "indicators[8] 实施综合窗口改革"),
            field("Finding.pointer", "Where in the form to put it right", "/indicators/7/statedScore"),
            field("Finding.stated", "What the form states", "10"),
            field("Finding.computed", "What the rule makes of it", "5"),
            field("Finding.difference", "By how much the rule is missed, signed", "+5"),
            field("Finding.computation", "The arithmetic", "10 > 5"),
            field("Finding.tolerance", "The rounding that explains the difference; only with INFO", "|差额| ≤ 0.015"),
            field("Finding.explainable", "Whether an explanation can stand instead of a correction", false),
            field("FindingView.explainable", "Whether an explanation can stand instead of a correction", false),
            field("FindingView.blocking", "Whether it keeps the form from being submitted now", true));

    private static List<Object> field(String name, String description, Object example) {
        return List.of(name, description, example);
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Map<String, Schema> schemas = document.getComponents().getSchemas();
        OPTIONAL.forEach((name, optional) -> {
            Schema schema = schemas.get(name);
            List<String> required = new ArrayList<>(schema.getProperties().keySet());
            required.removeAll(optional);
            schema.setRequired(required.isEmpty() ? null : required);
        });
        document.getPaths().getPathItems().values().forEach(path -> path.getOperations().values().forEach(ApiFilter::versions));
        for (List<Object> field : FIELDS) {
            String[] name = String.valueOf(field.get(0)).split("\\.");
            Schema property = schemas.get(name[0]).getProperties().get(name[1]);
            property.setDescription(String.valueOf(field.get(1)));
            property.setExamples(List.of(field.get(2)));
        }
    }

    /** An evaluation always comes with its ETag; where If-Match is taken it can be stale, where it is needed, missing. */
    private static void versions(Operation operation) {
        for (String status : List.of("200", "201")) {
            APIResponse answer = operation.getResponses().getAPIResponse(status);
            if (answer != null && answer.getContent().getMediaTypes().values().stream()
                    .anyMatch(type -> "#/components/schemas/Evaluation".equals(type.getSchema().getRef()))) {
                answer.addHeader("ETag", OASFactory.createHeader().description("Its version, for If-Match")
                        .schema(OASFactory.createSchema().addType(Schema.SchemaType.STRING).examples(List.of("\"1\""))));
            }
        }
        for (Parameter parameter : operation.getParameters() == null ? List.<Parameter>of() : operation.getParameters()) {
            if ("If-Match".equals(parameter.getName())) {
                refusal(operation, "412", "Somebody else has changed it since it was read");
                if (Boolean.TRUE.equals(parameter.getRequired())) {
                    refusal(operation, "428", "If-Match is missing");
                }
            }
        }
    }

    private static void refusal(Operation operation, String status, String description) {
        operation.getResponses().addAPIResponse(status, OASFactory.createAPIResponse().description(description)
                .content(OASFactory.createContent().addMediaType("application/problem+json",
                        OASFactory.createMediaType().schema(OASFactory.createSchema().ref("#/components/schemas/Problem")))));
    }
}
