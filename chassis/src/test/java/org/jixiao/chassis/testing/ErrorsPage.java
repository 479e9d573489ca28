package org.jixiao.chassis.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jixiao.chassis.problem.ProblemCode;
import org.jixiao.chassis.problem.Sentence;

/** {@code docs/errors.md} against the codes: every code is on the page, in order of precedence, with a sentence in both languages. */
public final class ErrorsPage {

    private static final Pattern ROW = Pattern.compile("^\\| `([A-Z_]+)` \\| (\\d{3}) \\|.*");

    private ErrorsPage() {
    }

    /** What the page's section says of the codes, as {@code CODE status} lines. */
    public static List<String> section(Path page, String heading) {
        try {
            List<String> rows = new ArrayList<>();
            boolean inside = false;
            for (String line : Files.readAllLines(page)) {
                if (line.startsWith("## ")) {
                    inside = line.equals("## " + heading);
                }
                Matcher row = ROW.matcher(line);
                if (inside && row.matches()) {
                    rows.add(row.group(1) + " " + row.group(2));
                }
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<String> codes(ProblemCode[] codes) {
        List<String> rows = new ArrayList<>();
        for (ProblemCode code : codes) {
            rows.add(code.name() + " " + code.status());
        }
        return rows;
    }

    public static List<String> withoutSentence(ProblemCode[] codes) {
        List<String> missing = new ArrayList<>();
        for (ProblemCode code : codes) {
            String chinese = Sentence.of(code, Map.of(), Locale.SIMPLIFIED_CHINESE);
            String english = Sentence.of(code, Map.of(), Locale.ENGLISH);
            if (chinese.equals(code.name()) || english.equals(code.name()) || chinese.equals(english)) {
                missing.add(code.name());
            }
        }
        return missing;
    }
}
