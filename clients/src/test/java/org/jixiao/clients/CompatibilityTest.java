package org.jixiao.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CompatibilityTest {

    private static final String PAYMENTS = "/api/v1/departments/{department}/fiscal-years/{fiscalYear}/payments";

    @Test
    void todaysDocumentKeepsThePromisesOfTheReleasedOne() {
        assertEquals(List.of(), Compatibility.objections(ApiFile.released(), ApiFile.today()));
    }

    @Test
    void aFieldThatIsGoneFromAnAnswerBreaksClients() {
        assertBreaks(document -> ((ObjectNode) document.at("/components/schemas/Payment/properties")).remove("maker"));
    }

    @Test
    void aNewRequiredFieldBreaksClients() {
        assertBreaks(document -> {
            ((ObjectNode) document.at("/components/schemas/PaymentCreate/properties")).putObject("payee").put("type", "string");
            ((ArrayNode) document.at("/components/schemas/PaymentCreate/required")).add("payee");
        });
    }

    @Test
    void aNewRequiredParameterBreaksClients() {
        assertBreaks(document -> {
            ObjectNode parameter = ((ArrayNode) document.path("paths").path(PAYMENTS).path("post").path("parameters")).addObject();
            parameter.put("name", "channel").put("in", "query").put("required", true).putObject("schema").put("type", "string");
        });
    }

    @Test
    void anOperationThatIsGoneBreaksClients() {
        assertBreaks(document -> ((ObjectNode) document.path("paths").path(PAYMENTS)).remove("post"));
    }

    @Test
    void anEnumerationThatTakesLessBreaksClients() {
        assertBreaks(document -> ((ArrayNode) document.at("/components/schemas/FundNature/enum")).remove(0));
    }

    @Test
    void aBreakingChangeIsAllowedInANewMajorVersion() {
        ObjectNode changed = ApiFile.today();
        ((ObjectNode) changed.path("paths").path(PAYMENTS)).remove("post");
        int major = ApiFile.version(changed)[0] + 1;
        ((ObjectNode) changed.path("info")).put("version", major + ".0.0");
        assertEquals(List.of(), Compatibility.objections(ApiFile.today(), changed));
    }

    @Test
    void aNewOptionalParameterNeedsOnlyAHigherMinorVersion() {
        ObjectNode changed = ApiFile.today();
        ObjectNode parameter = ((ArrayNode) changed.path("paths").path(PAYMENTS).path("post").path("parameters")).addObject();
        parameter.put("name", "channel").put("in", "query").putObject("schema").put("type", "string");
        assertEquals(1, Compatibility.objections(ApiFile.today(), changed).size());
        int[] version = ApiFile.version(changed);
        ((ObjectNode) changed.path("info")).put("version", version[0] + "." + (version[1] + 1) + ".0");
        assertEquals(List.of(), Compatibility.objections(ApiFile.today(), changed));
    }

    /** With the minor version raised, since that is what somebody would try. */
    private static void assertBreaks(Consumer<ObjectNode> change) {
        ObjectNode changed = ApiFile.today();
        change.accept(changed);
        int[] version = ApiFile.version(changed);
        ((ObjectNode) changed.path("info")).put("version", version[0] + "." + (version[1] + 1) + ".0");
        List<String> objections = Compatibility.objections(ApiFile.today(), changed);
        assertTrue(objections.stream().anyMatch(objection -> objection.contains("breaks clients") || objection.startsWith("gone")),
            "nobody objects: " + objections);
    }
}
