package org.jixiao.chassis.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.jixiao.chassis.testing.IssuerCases;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class TrustedIssuerTest {

    @TestFactory
    Stream<DynamicTest> inProduction() {
        return IssuerCases.ALL.stream().map(one -> DynamicTest.dynamicTest(one.toString(),
            () -> assertEquals(one.good(), TrustedIssuer.refusals(one.issuer(), one.keyLocation()).isEmpty())));
    }
}
