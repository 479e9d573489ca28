package org.jixiao.gateway;

import java.io.IOException;
import java.util.Map;
import org.jixiao.gateway.access.Issuer;
import org.jose4j.jwk.PublicJsonWebKey;

/** Who may come in during the tests, and how often. */
final class Door {

    static final PublicJsonWebKey KEY = Issuer.rsa("first");
    static Issuer issuer;

    private Door() {
    }

    static Map<String, String> open() throws IOException {
        issuer = new Issuer();
        issuer.publish(KEY);
        return Map.ofEntries(
                Map.entry("mp.jwt.verify.issuer", issuer.name()),
                // tests pretend to come from somewhere by X-Forwarded-For
                Map.entry("gateway.access.trusted-proxies", "127.0.0.0/8"),
                Map.entry("gateway.access.keys.pause", "0.2S"),
                Map.entry("gateway.rates.failures", "5/1H"),
                Map.entry("gateway.rates.routes.report.client", "5/1H"),
                Map.entry("gateway.rates.routes.report.department", "8/1H"),
                Map.entry("gateway.rates.routes.report.address", "50/1H"),
                Map.entry("gateway.rates.routes.evaluation.client", "2/1H"),
                Map.entry("gateway.cors.origins", "https://portal.example"));
    }

    static void close() {
        issuer.close();
    }
}
