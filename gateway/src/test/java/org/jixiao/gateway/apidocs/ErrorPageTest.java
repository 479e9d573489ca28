package org.jixiao.gateway.apidocs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ErrorPageTest {

    private static final ErrorPage PAGE = new ErrorPage("""
            # Error codes

            ## budget-service

            | Code | Status | Meaning |
            |---|---|---|
            | `APPROPRIATION_EXCEEDED` | 422 | More than is `available`; see [B2](domain.md#b2) |
            | `NOT_FOUND` | 404 | No such thing <here> \\| there |

            | Word | Meaning |
            |---|---|
            | `OTHER_WORD` | not a code |

            ## report-service

            | Code | Status | Meaning |
            |---|---|---|
            | `NOT_FOUND` | 404 | No such report |
            """);

    @Test
    void aCodeIsShownWithItsColumns() {
        String html = PAGE.html("APPROPRIATION_EXCEEDED").orElseThrow();
        assertTrue(html.contains("<dt>Status</dt><dd>422</dd>"), html);
        assertTrue(html.contains("More than is <code>available</code>; see B2"), html);
    }

    @Test
    void aCodeOfTwoServicesIsShownUnderBoth() {
        String html = PAGE.html("NOT_FOUND").orElseThrow();
        assertTrue(html.contains("<h2>budget-service</h2>") && html.contains("<h2>report-service</h2>"), html);
    }

    @Test
    void textIsEscaped() {
        assertTrue(PAGE.html("NOT_FOUND").orElseThrow().contains("&lt;here&gt; | there"));
    }

    @Test
    void anUnknownCodeHasNoPage() {
        assertEquals(Optional.empty(), PAGE.html("NO_SUCH_CODE"));
    }

    @Test
    void otherTablesAreNotAboutCodes() {
        assertFalse(PAGE.knows("OTHER_WORD"));
    }

    @Test
    void withoutAPageNothingIsKnown() {
        assertFalse(new ErrorPage("").knows("NOT_FOUND"));
    }
}
