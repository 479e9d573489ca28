package org.jixiao.chassis.operation;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How long a deprecated operation still answers, as its answers say it: {@code Deprecation} (RFC 9745),
 * {@code Sunset} (RFC 8594) and links to what comes next.
 */
public record Retirement(LocalDate since, LocalDate sunset, String successor, String page) {

    private static final DateTimeFormatter HTTP_DATE =
        DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    public Retirement {
        if (sunset.isBefore(since)) {
            throw new IllegalArgumentException("gone on " + sunset + ", before it is deprecated on " + since);
        }
    }

    /** Reads what stands on an operation; fails where a day is none or the end comes before the beginning. */
    public static Retirement of(Retiring retiring) {
        try {
            return new Retirement(LocalDate.parse(retiring.since()), LocalDate.parse(retiring.sunset()),
                retiring.successor(), retiring.page());
        } catch (DateTimeParseException noDay) {
            throw new IllegalArgumentException("no day: " + noDay.getParsedString(), noDay);
        }
    }

    /** A structured date: seconds behind an at sign. */
    public String deprecationHeader() {
        return "@" + since.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    }

    /** An HTTP date, unlike the other. */
    public String sunsetHeader() {
        return HTTP_DATE.format(sunset.atStartOfDay(ZoneOffset.UTC));
    }

    public List<String> links() {
        List<String> links = new ArrayList<>();
        if (!successor.isEmpty()) {
            links.add("<" + successor + ">; rel=\"successor-version\"");
        }
        if (!page.isEmpty()) {
            links.add("<" + page + ">; rel=\"deprecation\"; type=\"text/html\"");
        }
        return links;
    }

    /** What the API document says of it. */
    public String sentence() {
        return "Deprecated since " + since + "; may be gone from " + sunset + "."
            + (successor.isEmpty() ? "" : " Use " + successor + " instead.");
    }
}
