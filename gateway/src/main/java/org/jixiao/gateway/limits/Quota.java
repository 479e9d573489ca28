package org.jixiao.gateway.limits;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many requests in how much time.
 *
 * @param requests also the most at once
 */
public record Quota(long requests, Duration window) {

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8})/([1-9][0-9]{0,4})([SMH])");

    /**
     * Reads {@code 600/1M} (requests, a slash, and a number of seconds, minutes or hours); {@code off} is no limit.
     *
     * @throws IllegalArgumentException if it is written in another way
     */
    public static Optional<Quota> of(String text) {
        if (text.equals("off")) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a limit such as 600/1M, 10/1S or off");
        }
        long units = Long.parseLong(form.group(2));
        return Optional.of(new Quota(Long.parseLong(form.group(1)), switch (form.group(3)) {
            case "S" -> Duration.ofSeconds(units);
            case "M" -> Duration.ofMinutes(units);
            default -> Duration.ofHours(units);
        }));
    }
}
