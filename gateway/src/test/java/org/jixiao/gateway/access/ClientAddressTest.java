package org.jixiao.gateway.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {

    private static final List<AddressRange> PROXIES = List.of(AddressRange.of("10.0.0.0/8"), AddressRange.of("fd00::/8"));

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 1.2.3.4, 192.0.2.1",
        "10.1.1.1, 1.2.3.4, 1.2.3.4",
        "10.1.1.1, '9.9.9.9, 1.2.3.4', 1.2.3.4",
        "10.1.1.1, '9.9.9.9, 1.2.3.4, 10.2.2.2', 1.2.3.4",
        "10.1.1.1, '10.3.3.3, 10.2.2.2', 10.3.3.3",
        "10.1.1.1, 'evil.example', 10.1.1.1",
        "10.1.1.1, '1.2.3.4, evil', 10.1.1.1",
        "10.1.1.1, '9.9.9.9, 999.1.1.1', 10.1.1.1",
        "10.1.1.1, '9.9.9.9, 1..2.3', 10.1.1.1",
        "10.1.1.1, '9.9.9.9, 010.1.1.2', 10.1.1.1",
        "10.1.1.1, '9.9.9.9, .:1', 10.1.1.1",
        "10.1.1.1, '2001:db8::1', 2001:db8::1",
        "fd00::1, '1.2.3.4', 1.2.3.4"
    })
    void onlyWhatTrustedProxiesSayIsBelieved(String connection, String forwarded, String address) {
        assertEquals(address, ClientAddress.of(connection, List.of(forwarded), PROXIES));
    }

    @Test
    void withoutTrustedProxiesTheConnectionCounts() {
        assertEquals("10.1.1.1", ClientAddress.of("10.1.1.1", List.of("1.2.3.4"), List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1", "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64", "2001:db8:1:2::9, 2001:db8:1:2::/64"
    })
    void oneHouseholdOfVersionSixIsOneCaller(String address, String network) {
        assertEquals(network, ClientAddress.network(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "10.0.0.0/33", "10.0.0.0/x", "10.0.0/8", "", "10.0.0.0/-1"})
    void whatIsNoRangeStopsTheStart(String range) {
        assertThrows(IllegalArgumentException.class, () -> AddressRange.of(range));
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/9, 10.127.0.1, true", "10.0.0.0/9, 10.128.0.1, false", "0.0.0.0/0, 1.2.3.4, true",
        "192.0.2.1, 192.0.2.1, true", "192.0.2.1, 192.0.2.2, false"})
    void aRangeEndsAtItsBits(String range, String address, boolean inside) {
        assertEquals(inside, AddressRange.of(range).contains(address));
    }
}
