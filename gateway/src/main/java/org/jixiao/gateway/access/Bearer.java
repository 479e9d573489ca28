package org.jixiao.gateway.access;

import java.time.Instant;
import java.util.List;

/**
 * Who sends a request, by a token that was verified. For the log and the limits only: a service reads
 * the token itself.
 *
 * @param subject     the person or the program
 * @param client      the program through which the subject speaks; the subject if the token names none
 * @param departments codes, or {@code *}
 * @param validUntil  the end of the token's life, the tolerated clock skew included
 */
public record Bearer(String subject, String client, List<String> departments, Instant validUntil) {

    public Bearer {
        departments = List.copyOf(departments);
    }
}
