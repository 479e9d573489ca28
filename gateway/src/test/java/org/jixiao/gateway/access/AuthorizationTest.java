package org.jixiao.gateway.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationTest {

    @ParameterizedTest
    @ValueSource(strings = {"Bearer a.b.c", "bearer a.b.c", "BEARER   a.b.c"})
    void aTokenIsFoundWhateverTheCaseOfItsScheme(String header) throws TokenException {
        assertEquals(Optional.of("a.b.c"), Authorization.token(List.of(header), 100));
    }

    @Test
    void whoSaysNothingIsAnonymous() throws TokenException {
        assertEquals(Optional.empty(), Authorization.token(List.of(), 100));
    }

    @ParameterizedTest
    @CsvSource({
        "Basic YTpi, SCHEME", "Bearer, SCHEME", "a.b.c, SCHEME", "Bearer a.b, FORM", "Bearer a.b.c.d.e, FORM",
        "Bearer a.b.c d, FORM", "'Bearer a.b.c, Bearer a.b.c', FORM", "Bearer a.b.c=, FORM", "Bearer é.b.c, FORM",
        "Bearer aaaaaaaaaaaaaaaaaaaa.b.c, TOO_LONG"
    })
    void whatIsNoTokenIsRefused(String header, TokenException.Reason reason) {
        assertEquals(reason, assertThrows(TokenException.class, () -> Authorization.token(List.of(header), 20)).reason());
    }

    @Test
    void twoHeadersAreRefusedEvenIfTheySayTheSame() {
        assertEquals(TokenException.Reason.SEVERAL, assertThrows(TokenException.class,
                () -> Authorization.token(List.of("Bearer a.b.c", "Bearer a.b.c"), 100)).reason());
    }

    @ParameterizedTest
    @CsvSource({
        "access_token=a.b.c, true", "x=1&access_token=a, true", "access_token, true", "x=1&access_token=&y=2, true",
        "%61ccess%5Ftoken=a, true", "xaccess_token=a, false", "q=access_token, false", "access_tokens=a, false", "'', false"
    })
    void aTokenInTheQueryIsSeen(String query, boolean seen) {
        assertEquals(seen, Authorization.isInQuery(query));
    }
}
