package org.jixiao.chassis.openapi;

import java.util.List;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Completes a service's API document, one concern after the other: later ones build on what earlier ones wrote. */
public class ApiDocumentFilter implements OASFilter {

    private final ProblemResponsesFilter problems = new ProblemResponsesFilter();
    private final List<OASFilter> parts =
        List.of(problems, new OperationsFilter(), new ErrorCodesFilter(), new HeadersFilter(), new LimitsFilter(), new ExamplesFilter());

    @Override
    public void filterOpenAPI(OpenAPI document) {
        parts.forEach(part -> part.filterOpenAPI(document));
    }

    @Override
    public Schema filterSchema(Schema schema) {
        return problems.filterSchema(schema);
    }
}
