package org.jixiao.chassis.openapi;

import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jixiao.chassis.bulk.BatchHandler;
import org.jixiao.chassis.bulk.Batched;
import org.jixiao.chassis.operation.OperationsHandler;
import org.jixiao.chassis.operation.Retirement;
import org.jixiao.chassis.operation.Retiring;
import org.jixiao.chassis.paging.Criterion;
import org.jixiao.chassis.paging.Cursor;
import org.jixiao.chassis.paging.FieldSelection;
import org.jixiao.chassis.paging.Listed;
import org.jixiao.chassis.paging.Listing;
import org.jixiao.chassis.paging.Narrowed;
import org.jixiao.chassis.paging.Selectable;
import org.jixiao.chassis.paging.ValueKind;

/**
 * Writes into the API document what follows from an operation's own declarations: the parameters of its list, the
 * fields to choose from, the entity tag of what it reads, and that it is deprecated.
 */
public class OperationsFilter implements OASFilter {

    private static final String JSON = "application/json";
    private static final String CSV = "text/csv";
    private static final String NOT_MODIFIED = "304";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getPaths() == null || document.getPaths().getPathItems() == null) {
            return;
        }
        Components components = document.getComponents();
        Map<String, Method> methods = OperationsHandler.operations();
        boolean lists = false;
        boolean reads = false;
        for (PathItem path : document.getPaths().getPathItems().values()) {
            for (Map.Entry<PathItem.HttpMethod, Operation> entry : path.getOperations().entrySet()) {
                Operation operation = entry.getValue();
                Method method = methods.get(operation.getOperationId());
                if (method == null) {
                    continue;
                }
                if (method.isAnnotationPresent(Listed.class)) {
                    list(operation, method.getAnnotation(Listed.class));
                    lists = true;
                }
                if (method.isAnnotationPresent(Narrowed.class)) {
                    Listing.of(method.getAnnotation(Narrowed.class)).filters().forEach(filter -> operation.addParameter(filter(filter)));
                }
                if (method.isAnnotationPresent(Selectable.class)) {
                    operation.addParameter(fields(method.getAnnotation(Selectable.class)));
                }
                if (entry.getKey() == PathItem.HttpMethod.GET && answersJson(operation)) {
                    reads |= conditional(operation);
                }
                if (method.isAnnotationPresent(Batched.class)) {
                    batch(components, operation, method.getAnnotation(Batched.class).value());
                }
                if (method.isAnnotationPresent(Retiring.class)) {
                    retire(operation, Retirement.of(method.getAnnotation(Retiring.class)));
                }
            }
        }
        if (lists) {
            components.addParameter(Listing.LIMIT, limit()).addParameter(Listing.CURSOR, cursor());
            components.addHeader("NextPage", header("The next page, with all other parameters as they were: "
                + "`<…>; rel=\"next\"`; absent on the last page", "</api/v1/departments?cursor=q8yP>; rel=\"next\"", Cursor.LENGTH_MAX + 1000));
        }
        if (reads) {
            components.addParameter("If-None-Match", query("If-None-Match",
                "The `ETag` that the caller has; if it is still current, the answer is 304 without a body",
                text(300).examples(List.of("\"1\""))).in(Parameter.In.HEADER));
            components.addHeader("ETag", header("Strong entity tag of this state: for `If-None-Match`, and for `If-Match` "
                + "where the thing can be changed", "\"1\"", 64));
        }
        pages(components);
    }

    private static void list(Operation operation, Listed listed) {
        Listing listing = Listing.of(listed);
        for (Criterion filter : listing.filters()) {
            operation.addParameter(filter(filter));
        }
        List<Object> sorts = new ArrayList<>(listing.sortNames());
        operation.addParameter(query(Listing.SORT, "Keys to sort by, the first one first, `-` for downwards; at most "
                + Listing.SORT_MAX + ". Rows with equal keys come by id. Unless given: `" + listing.defaultSort() + "`",
            several(text(0).enumeration(sorts), Listing.SORT_MAX).examples(List.of(List.of(sorts.get(sorts.size() - 1)))))
            .style(Parameter.Style.FORM).explode(false));
        if (listed.whole()) {
            return;
        }
        operation.addParameter(OASFactory.createParameter().ref(Listing.LIMIT));
        operation.addParameter(OASFactory.createParameter().ref(Listing.CURSOR));
        APIResponse page = operation.getResponses().getAPIResponse("200");
        if (page != null) {
            page.addHeader("Link", OASFactory.createHeader().ref("NextPage"));
        }
    }

    private static Parameter filter(Criterion filter) {
        Schema value = switch (filter.kind()) {
            case INTEGER -> filter.isYear()
                ? OASFactory.createSchema().addType(SchemaType.INTEGER).format("int32")
                    .minimum(BigDecimal.valueOf(1000)).maximum(BigDecimal.valueOf(9999))
                : text(18);
            case DECIMAL -> text(24).pattern("^-?[0-9]{1,16}([.][0-9]{1,6})?$");
            case DATE -> text(10).format("date");
            case INSTANT -> text(40).format("date-time");
            default -> filter.allowed().isEmpty() ? text(Criterion.TEXT_MAX) : text(0).enumeration(new ArrayList<>(filter.allowed()));
        };
        if (filter.pattern() != null && !filter.isYear()) {
            value.setPattern("^" + filter.pattern() + "$");
        }
        Object example = filter.isYear() ? Integer.valueOf(filter.example()) : filter.example();
        if (!filter.takesSeveral()) {
            if (filter.kind() == ValueKind.TEXT) {
                value.setMinLength(1);
            }
            return query(filter.name(), filter.description(), value.examples(List.of(example)));
        }
        return query(filter.name(), filter.description() + "; several are separated by commas",
            several(value, Criterion.VALUES_MAX).examples(List.of(List.of(example))))
            .style(Parameter.Style.FORM).explode(false);
    }

    private static Parameter fields(Selectable selectable) {
        List<Object> names = new ArrayList<>(FieldSelection.fields(selectable.value()));
        return query(Listing.FIELDS, "Only these fields of each thing, nested ones whole; always with `"
                + String.join("`, `", selectable.always()) + "`; the others are left out, even where they are `required`. Unless given: all",
            several(text(0).enumeration(names), names.size()).examples(List.of(List.of(selectable.always()[0], names.get(1)))))
            .style(Parameter.Style.FORM).explode(false);
    }

    private static Parameter limit() {
        return query(Listing.LIMIT, "How many at most", OASFactory.createSchema().addType(SchemaType.INTEGER).format("int32")
            .minimum(BigDecimal.ONE).maximum(BigDecimal.valueOf(Listing.LIMIT_MAX)).defaultValue(Listing.LIMIT_DEFAULT)
            .examples(List.of(Listing.LIMIT_DEFAULT)));
    }

    private static Parameter cursor() {
        return query(Listing.CURSOR, "`nextCursor` of the page before; only with the same filters and the same `sort`",
            text(Cursor.LENGTH_MAX).pattern("^[A-Za-z0-9_-]*$").examples(List.of("q8yPp0Zk3Q1mJtQxMTc")));
    }

    /** Not so a table that comes as JSON, too: it is written while it is read and has no tag. */
    private static boolean answersJson(Operation operation) {
        APIResponse answer = operation.getResponses() == null ? null : operation.getResponses().getAPIResponse("200");
        return answer != null && answer.getContent() != null && answer.getContent().getMediaType(JSON) != null
            && answer.getContent().getMediaType(CSV) == null;
    }

    private static boolean conditional(Operation operation) {
        operation.getResponses().getAPIResponse("200").addHeader("ETag", OASFactory.createHeader().ref("ETag"));
        boolean said = operation.getParameters() != null
            && operation.getParameters().stream().anyMatch(parameter -> "If-None-Match".equals(parameter.getName()));
        if (!said) {
            operation.addParameter(OASFactory.createParameter().ref("If-None-Match"));
        }
        operation.getResponses().addAPIResponse(NOT_MODIFIED, OASFactory.createAPIResponse()
            .description("The caller has this state already").addHeader("ETag", OASFactory.createHeader().ref("ETag")));
        return true;
    }

    private static void batch(Components components, Operation operation, String view) {
        components.addSchema(view + "BatchItem", object("What became of one item of a batch: it has either `resource` or `problem`",
                List.of("index", "status"))
            .addProperty("index", whole("Place in the request, from 0", 0, BatchHandler.ITEMS_MAX - 1, 0))
            .addProperty("status", whole("The status that the item would have had alone", 200, 599, 201))
            .addProperty("location", text(300).description("Where the thing is").examples(List.of("/api/v1/departments/YF-XZSP")))
            .addProperty("resource", OASFactory.createSchema().ref(view))
            .addProperty("problem", OASFactory.createSchema().ref("Problem")));
        components.addSchema(view + "BatchResult", object("One result for each item of a batch, in the order of the request",
                List.of("items", "doneCount", "refusedCount"))
            .addProperty("items", several(OASFactory.createSchema().ref(view + "BatchItem"), BatchHandler.ITEMS_MAX)
                .description("The results"))
            .addProperty("doneCount", whole("How many were done", 0, BatchHandler.ITEMS_MAX, 1))
            .addProperty("refusedCount", whole("How many were refused", 0, BatchHandler.ITEMS_MAX, 0)));
        operation.getResponses().removeAPIResponse("200");
        operation.getResponses().removeAPIResponse("201");
        operation.getResponses().addAPIResponse("207", OASFactory.createAPIResponse()
            .description("One result for each item; look at each `status`")
            .content(OASFactory.createContent().addMediaType(JSON, OASFactory.createMediaType()
                .schema(OASFactory.createSchema().ref(view + "BatchResult")))));
    }

    private static Schema object(String description, List<String> required) {
        return OASFactory.createSchema().addType(SchemaType.OBJECT).description(description).required(required);
    }

    private static Schema whole(String description, int min, int max, int example) {
        return OASFactory.createSchema().addType(SchemaType.INTEGER).format("int32").description(description)
            .minimum(BigDecimal.valueOf(min)).maximum(BigDecimal.valueOf(max)).examples(List.of(example));
    }

    private static void retire(Operation operation, Retirement retirement) {
        operation.setDeprecated(true);
        operation.setDescription((operation.getDescription() == null ? "" : operation.getDescription() + " ") + retirement.sentence());
        operation.getResponses().getAPIResponses().values().forEach(answer -> answer
            .addHeader("Deprecation", header("Since when (RFC 9745)", retirement.deprecationHeader(), 20))
            .addHeader("Sunset", header("From when it may be gone (RFC 8594)", retirement.sunsetHeader(), 40)));
    }

    /** A page is a plain record and cannot describe itself. */
    private static void pages(Components components) {
        components.getSchemas().forEach((name, schema) -> {
            if (schema.getProperties() != null && schema.getProperties().containsKey("nextCursor")) {
                if (schema.getDescription() == null) {
                    schema.setDescription("One page of a list");
                }
                schema.setRequired(List.of("items"));
                schema.getProperties().get("items").description("The entries, in the list's order").maxItems(Listing.LIMIT_MAX);
                schema.getProperties().get("nextCursor").description("Where the next page starts; absent on the last page")
                    .maxLength(Cursor.LENGTH_MAX).pattern("^[A-Za-z0-9_-]+$").examples(List.of("q8yPp0Zk3Q1mJtQxMTc"));
            }
        });
    }

    private static Parameter query(String name, String description, Schema schema) {
        return OASFactory.createParameter().name(name).in(Parameter.In.QUERY).description(description).schema(schema);
    }

    private static Schema several(Schema one, int max) {
        return OASFactory.createSchema().addType(SchemaType.ARRAY).items(one).minItems(1).maxItems(max);
    }

    private static Schema text(int lengthMax) {
        Schema text = OASFactory.createSchema().addType(SchemaType.STRING);
        return lengthMax == 0 ? text : text.maxLength(lengthMax);
    }

    private static Header header(String description, String example, int lengthMax) {
        return OASFactory.createHeader().description(description).schema(text(lengthMax).examples(List.of(example)));
    }
}
