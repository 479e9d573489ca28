package org.jixiao.gateway.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartHandlerTest {

    @Test
    void theAddressOfAnIssuerIsEnoughForItSaysWhereItsKeysAre() {
        assertEquals(List.of(), new StartHandler(Optional.of("https://sso.example.gov.cn/realms/jixiao"), Optional.empty()).refusals());
    }

    @Test
    void withoutAnIssuerNeitherIsThere() {
        assertEquals(2, new StartHandler(Optional.empty(), Optional.empty()).refusals().size());
    }
}
