package org.jixiao.budget;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Says in the API document what the parts of the addresses are. */
@OpenApiFilter(OpenApiFilter.RunStage.RUNTIME_STARTUP)
public class PathParameterFilter implements OASFilter {

    private record About(String description, Object example) {
    }

    private static final Map<String, About> PARTS = Map.of(
        "department", new About("Code of the department", "YF-XZSP"),
        "agency", new About("Code of the budget unit", "YF-XZSP-01"),
        "project", new About("Code of the project", "YF-2021-01"),
        "fiscalYear", new About("The calendar year", 2021),
        "appropriationId", new About("Id of the appropriation", "17"),
        "movementId", new About("Id of the document", "42"),
        "commitmentId", new About("Id of the commitment", "38"),
        "paymentId", new About("Id of the payment", "40"),
        "intakeId", new About("Id of the intake", "6f0e4a52-9a0c-4d3b-8f1c-2e77a1b2c3d4"));

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
