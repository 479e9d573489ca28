package org.jixiao.gateway.passage;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whatever Connection names: it ends here, in any case of letters, and so does what ends here anyway. */
class HeaderRulesFuzzTest {

    @FuzzTest(maxDuration = "60s")
    void whatConnectionNamesEndsHere(FuzzedDataProvider data) {
        List<String> values = new ArrayList<>();
        for (int count = data.consumeInt(0, 3); count > 0; count--) {
            StringBuilder value = new StringBuilder();
            for (int parts = data.consumeInt(0, 5); parts > 0; parts--) {
                value.append(data.consumeBoolean() ? data.pickValue(new String[] {"keep-alive", "Close", ",", " ", "\t", "X-Hop", "Host"})
                        : data.consumeAsciiString(6));
            }
            values.add(value.toString());
        }

        FieldNames nominated = HeaderRules.nominated(values);

        for (String value : values) {
            for (String name : value.split(",")) {
                String plain = name.trim();
                boolean ofTheConnection = plain.equalsIgnoreCase("close") || plain.isEmpty();
                assertTrue(ofTheConnection || HeaderRules.endsAtRequest(plain.toLowerCase(Locale.ROOT), nominated), plain);
                assertTrue(ofTheConnection || HeaderRules.endsAtResponse(plain.toUpperCase(Locale.ROOT), nominated), plain);
            }
        }
        assertTrue(HeaderRules.endsAtRequest("transfer-encoding", nominated) && HeaderRules.endsAtResponse("CONNECTION", nominated));
    }
}
