package org.jixiao.chassis.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/**
 * Writes the service's own name into the addresses and operation ids that every service has, so that
 * they are unique in the merged document: {@code {service}} becomes {@code note}, the word
 * {@code Service} in an id becomes {@code Note}.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ServicePathFilter implements OASFilter {

    private static final String PART = "/{service}";

    /** The service's name in addresses: what its application name says before {@code -service}. */
    public static String noun(String applicationName) {
        return applicationName.replaceFirst("-service$", "");
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getPaths() == null || document.getPaths().getPathItems() == null) {
            return;
        }
        String noun = noun(ConfigProvider.getConfig().getValue("quarkus.application.name", String.class));
        Map<String, PathItem> named = new TreeMap<>();
        document.getPaths().getPathItems().forEach((path, item) -> {
            if (path.contains(PART)) {
                item.getOperations().values().forEach(operation -> name(operation, noun));
            }
            named.put(path.replace(PART, "/" + noun), item);
        });
        document.getPaths().setPathItems(named);
    }

    private static void name(Operation operation, String noun) {
        String capital = noun.substring(0, 1).toUpperCase(Locale.ROOT) + noun.substring(1);
        operation.setOperationId(operation.getOperationId().replace("Service", capital));
        List<Parameter> parameters = operation.getParameters();
        if (parameters != null) {
            operation.setParameters(parameters.stream().filter(parameter -> !"service".equals(parameter.getName())).toList());
        }
    }
}
