package org.jixiao.chassis.operation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An operation's method and the addresses that it answers, read from a path template. */
public record Address(String method, Pattern pattern) {

    private static final Pattern PART = Pattern.compile("\\{\\s*[^:}\\s]+\\s*(?::\\s*((?:[^{}]|\\{[^{}]*\\})+?)\\s*)?\\}");

    public static Address of(String method, String template) {
        StringBuilder pattern = new StringBuilder();
        Matcher part = PART.matcher(template);
        int end = 0;
        while (part.find()) {
            pattern.append(Pattern.quote(template.substring(end, part.start())))
                .append('(').append(part.group(1) == null ? "[^/]+" : part.group(1)).append(')');
            end = part.end();
        }
        return new Address(method, Pattern.compile(pattern.append(Pattern.quote(template.substring(end))).append("/?").toString()));
    }

    public boolean answers(String path) {
        return pattern.matcher(path).matches();
    }
}
