package org.jixiao.budget;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Says in the API document what the parts of the addresses are, and which bodies may be left out. */
@OpenApiFilter(OpenApiFilter.RunStage.RUNTIME_STARTUP)
public class PathParameterFilter implements OASFilter {

    private record About(String description, Object example) {
    }

    private static final Map<String, About> PARTS = Map.ofEntries(
        Map.entry("department", new About("Code of the department", "YF-XZSP")),
        Map.entry("agency", new About("Code of the budget unit", "YF-XZSP-01")),
        Map.entry("project", new About("Code of the project", "YF-2021-01")),
        Map.entry("fiscalYear", new About("The calendar year", 2021)),
        Map.entry("month", new About("The month, 1 to 12", 6)),
        Map.entry("appropriationId", new About("Id of the appropriation", "17")),
        Map.entry("movementId", new About("Id of the document", "42")),
        Map.entry("commitmentId", new About("Id of the commitment", "38")),
        Map.entry("controlPolicyVersion", new About("Version of the control policy, from 1", "1")),
        Map.entry("paymentId", new About("Id of the payment", "40")),
        Map.entry("intakeId", new About("Id of the intake", "6f0e4a52-9a0c-4d3b-8f1c-2e77a1b2c3d4")),
        Map.entry("reconciliationId", new About("Id of the reconciliation", "5")));

    private static final Set<String> BODY_MAY_BE_LEFT_OUT = Set.of("closeFiscalYear", "closeMonth");

    @Override
    public Operation filterOperation(Operation operation) {
        if (BODY_MAY_BE_LEFT_OUT.contains(operation.getOperationId()) && operation.getRequestBody() != null) {
            operation.getRequestBody().setRequired(false);
        }
        return operation;
    }

    @Override
    public Parameter filterParameter(Parameter parameter) {
        About about = parameter.getIn() == Parameter.In.PATH ? PARTS.get(parameter.getName()) : null;
        if (about != null) {
            parameter.setDescription(about.description());
            if (parameter.getSchema() != null) {
                parameter.getSchema().setExamples(List.of(about.example()));
            }
        }
        return parameter;
    }
}
