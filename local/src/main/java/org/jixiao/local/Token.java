package org.jixiao.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A bearer token of the embedded run: who, in which role, for which departments.
 *
 * @param subject     who acts; two tokens with the same subject are the same person, and nobody
 *                    reviews their own submission
 * @param departments department codes, or {@code *} alone for all
 */
record Token(String subject, String role, List<String> departments) {

    static final String ISSUER = "https://jixiao.example/local";
    static final String AUDIENCE = "jixiao";
    static final Duration LIFETIME = Duration.ofHours(12);
    static final String ALL = "*";
    /** The roles that the services know. */
    static final List<String> ROLES = List.of("budget-officer", "evaluator", "department-reviewer",
            "finance-reviewer", "publisher", "auditor", "scheme-administrator");
    /** Roles whose work concerns no single department: they get all of them when none is named. */
    static final List<String> ROLES_OF_ALL = List.of("auditor", "scheme-administrator");

    private static final Pattern DEPARTMENT = Pattern.compile("[A-Z0-9][A-Z0-9-]{0,20}");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Refuses what the services would silently treat as "may do nothing". */
    static Token of(String subject, String role, List<String> departments) {
        if (!ROLES.contains(role)) {
            throw new StartFailure("There is no role \"" + role + "\". The roles are: " + String.join(", ", ROLES) + ".");
        }
        List<String> scope = departments;
        if (scope.isEmpty()) {
            if (!ROLES_OF_ALL.contains(role)) {
                throw new StartFailure("Which departments? Name them (./suite token " + role
                        + " YF-XZSP), or all of them with '*' in quotes.");
            }
            scope = List.of(ALL);
        }
        if (!scope.equals(List.of(ALL))) {
            for (String department : scope) {
                if (!DEPARTMENT.matcher(department).matches()) {
                    throw new StartFailure("\"" + department + "\" is no department code (capital letters, digits, -). "
                            + "Was a * without quotes replaced by the shell?");
                }
            }
        }
        return new Token(subject == null ? "local-" + role : subject, role, scope);
    }

    Map<String, Object> claims(Instant now) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", ISSUER);
        claims.put("aud", List.of(AUDIENCE));
        claims.put("sub", subject);
        claims.put("upn", subject);
        claims.put("groups", List.of(role));
        claims.put("departments", departments);
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(LIFETIME).getEpochSecond());
        claims.put("jti", UUID.randomUUID().toString());
        return claims;
    }

    String signed(PrivateKey key, Instant now) {
        String content = part(Map.of("alg", "RS256", "typ", "JWT")) + "." + part(claims(now));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(Map<String, Object> values) {
        try {
            return encoded(JSON.writeValueAsBytes(values));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
