package org.jixiao.chassis.testing;

import java.util.List;

/** With which issuer and key a process may start in production; services and gateway are asked the same. */
public final class IssuerCases {

    /** Both settings, as they come from the environment; null where nothing is set. */
    public record IssuerCase(String issuer, String keyLocation, boolean good) {
    }

    public static final List<IssuerCase> ALL = List.of(
        new IssuerCase("https://sso.example.gov.cn/realms/jixiao", "https://sso.example.gov.cn/realms/jixiao/certs", true),
        new IssuerCase("https://sso.example.gov.cn/realms/jixiao", "file:/etc/jixiao/public-key.pem", true),
        new IssuerCase("http://127.0.0.1:8180/realms/jixiao", "http://127.0.0.1:8180/realms/jixiao/certs", true),
        new IssuerCase("http://localhost:8180/realms/jixiao", "http://[::1]:8180/realms/jixiao/certs", true),
        new IssuerCase("jixiao-sso", "file:/etc/jixiao/public-key.pem", true),
        new IssuerCase(null, "file:/etc/jixiao/public-key.pem", false),
        new IssuerCase(" ", "file:/etc/jixiao/public-key.pem", false),
        new IssuerCase("https://sso.example.gov.cn/realms/jixiao", null, false),
        new IssuerCase("https://sso.example.gov.cn/realms/jixiao", "", false),
        new IssuerCase("https://jixiao.example/local", "file:/etc/jixiao/public-key.pem", false),
        new IssuerCase("https://jixiao.example/local/", "file:/etc/jixiao/public-key.pem", false),
        new IssuerCase("http://sso.example.gov.cn/realms/jixiao", "https://sso.example.gov.cn/certs", false),
        new IssuerCase("https://sso.example.gov.cn/realms/jixiao", "http://sso.example.gov.cn/certs", false),
        new IssuerCase("https://sso.example.gov.cn/realms/jixiao", "HTTP://10.0.0.7/certs", false),
        new IssuerCase("https://sso.example.gov.cn/realms/jixiao", "http://127.0.0.1.example.com/certs", false),
        new IssuerCase("https://sso.example.gov.cn/realms/jixiao", "http://localhost@evil.example/certs", false));

    private IssuerCases() {
    }
}
