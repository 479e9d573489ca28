package org.jixiao.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the logs of all parts do not hold, after everything that the demo and these requests did. */
class LogsIT {

    private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}");
    /** 18 digits of a resident's id card, as they would stand in a form. */
    private static final String ID_NUMBER = "430405199001011234";

    private final RunningSuite suite = RunningSuite.get();

    @Test
    void noLogHoldsATokenAPasswordAKeyOrAnIdNumber() throws IOException {
        String good = suite.token("evaluator", "YF-XZSP");
        String spoilt = good.substring(0, good.length() - 6) + "AAAAAA";
        Wire.send(suite.base(), "GET", "/api/v1/evaluations", "Authorization: Bearer " + good);
        Wire.send(suite.base(), "GET", "/api/v1/evaluations", "Authorization: Bearer " + spoilt);
        Wire.send(suite.base(), "GET", "/api/v1/evaluations?access_token=" + good);
        Wire.send(suite.base(), "GET", "/api/v1/evaluations?name=" + ID_NUMBER, "Authorization: Bearer " + good);
        String body = "{\"name\":\"" + ID_NUMBER + "\"}";
        Wire.sendRaw(suite.base(), "POST /api/v1/evaluations HTTP/1.1\r\nHost: " + suite.base().getAuthority()
                + "\r\nConnection: close\r\nAuthorization: Bearer " + good
                + "\r\nIdempotency-Key: logs-1\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body);

        assertEquals(List.of(), found(secrets()));
    }

    @Test
    void aRequestIsOneLineWhateverItsHeadersSay() throws IOException {
        Wire.send(suite.base(), "GET", "/api/v1/reports", "X-Request-Id: ab%0d%0aforged", "User-Agent: x\u001b[31mred");
        Wire.send(suite.base(), "GET", "/api/v1/reports?a=%0d%0a2026-01-01T00:00:00Z%20forged-line");

        List<String> forged = new ArrayList<>();
        for (Path log : logs()) {
            Files.readString(log).lines().filter(line -> line.startsWith("2026-01-01T00:00:00Z forged") || line.contains("\u001b"))
                    .forEach(line -> forged.add(log.getFileName() + ": " + line));
        }
        assertEquals(List.of(), forged);
    }

    private List<String> found(Map<String, String> secrets) throws IOException {
        List<String> found = new ArrayList<>();
        assertTrue(logs().size() >= 6, "logs are missing");
        for (Path log : logs()) {
            String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
            if (TOKEN.matcher(text).find()) {
                found.add(log.getFileName() + " holds a token");
            }
            secrets.forEach((name, secret) -> {
                if (text.contains(secret)) {
                    found.add(log.getFileName() + " holds " + name);
                }
            });
        }
        return found;
    }

    private List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.list(suite.logs())) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private Map<String, String> secrets() throws IOException {
        Map<String, String> secrets = new LinkedHashMap<>();
        Properties passwords = new Properties();
        try (var reader = Files.newBufferedReader(suite.keys().resolve("passwords.properties"))) {
            passwords.load(reader);
        }
        passwords.forEach((role, password) -> secrets.put("the password of " + role, String.valueOf(password)));
        assertTrue(secrets.size() >= 7, "passwords are missing");
        Files.readString(suite.keys().resolve("signing-key.pem")).lines().filter(line -> line.length() == 64)
                .forEach(line -> secrets.put("a line of the signing key", line));
        secrets.put("an id number", ID_NUMBER);
        return secrets;
    }
}
