package org.jixiao.budget;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** What the API document says once for all operations. */
@OpenAPIDefinition(
    info = @Info(title = "Budget", version = "3.0.0",
        description = "Appropriations, adjustments and payments of a department-year: an append-only ledger that "
            + "cannot be overspent, and the execution statement that follows from it. Amounts are yuan, decimal strings."),
    components = @Components(parameters = {
        @Parameter(name = "Idempotency-Key", in = ParameterIn.HEADER, required = true,
            description = "Chosen by the client, 1 to 255 printable characters. The same key with the same body gives the "
                + "first answer again; with another body it is refused.",
            schema = @Schema(type = SchemaType.STRING, maxLength = 255,
                examples = "7c9e6679-7425-40de-944b-e07fc1f90ae7"))
    }))
public class ApiConfig extends Application {
}
