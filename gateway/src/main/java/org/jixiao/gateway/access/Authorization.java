package org.jixiao.gateway.access;

import java.util.List;
import java.util.Optional;

/** What the head of a request says about who sends it, before anything is believed. */
public final class Authorization {

    private static final String SCHEME = "Bearer ";
    private static final String IN_QUERY = "access_token";

    private Authorization() {
    }

    /**
     * The bearer token, or empty if the caller stays anonymous.
     *
     * @param values of the Authorization header fields
     * @throws TokenException if there is more than one, another scheme, or something that is no token (RFC 6750, 2.1)
     */
    public static Optional<String> token(List<String> values, int lengthMax) throws TokenException {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (values.size() > 1) {
            throw new TokenException(TokenException.Reason.SEVERAL);
        }
        String value = values.get(0);
        if (!value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new TokenException(TokenException.Reason.SCHEME);
        }
        if (value.length() - SCHEME.length() > lengthMax) {
            throw new TokenException(TokenException.Reason.TOO_LONG);
        }
        String token = value.substring(SCHEME.length()).strip();
        if (!isThreeParts(token)) {
            throw new TokenException(TokenException.Reason.FORM);
        }
        return Optional.of(token);
    }

    /** Whether a query carries a token, which then is in every log on its way (RFC 9700, 4.3.2). */
    public static boolean isInQuery(String query) {
        if (query == null) {
            return false;
        }
        int start = 0;
        while (start <= query.length()) {
            int end = query.indexOf('&', start);
            end = end < 0 ? query.length() : end;
            if (isTokenName(query, start, end)) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }

    /** A name may hide behind escapes; most names are of another length and cost nothing. */
    private static boolean isTokenName(String query, int start, int end) {
        int equals = query.indexOf('=', start);
        int nameEnd = equals < 0 || equals > end ? end : equals;
        int length = nameEnd - start;
        if (length < IN_QUERY.length() || length > 3 * IN_QUERY.length()) {
            return false;
        }
        StringBuilder name = new StringBuilder(length);
        for (int i = start; i < nameEnd; i++) {
            char c = query.charAt(i);
            if (c == '%' && i + 2 < nameEnd) {
                int high = Character.digit(query.charAt(i + 1), 16);
                int low = Character.digit(query.charAt(i + 2), 16);
                if (high >= 0 && low >= 0) {
                    c = (char) (high << 4 | low);
                    i += 2;
                }
            }
            name.append(c);
        }
        return IN_QUERY.contentEquals(name);
    }

    /** A signed token has two dots and letters of base64url; an encrypted one or anything else is not for us. */
    private static boolean isThreeParts(String token) {
        int dots = 0;
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c == '.') {
                dots++;
            } else if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_')) {
                return false;
            }
        }
        return dots == 2;
    }
}
