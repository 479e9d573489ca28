package org.jixiao.chassis.problem;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/** The sentence for a code, in the caller's language: Chinese unless English is preferred. */
public final class Sentence {

    private static final List<Locale> LANGUAGES = List.of(Locale.SIMPLIFIED_CHINESE, Locale.CHINESE, Locale.ENGLISH);

    private Sentence() {
    }

    /** Chooses from an Accept-Language header; an unreadable or absent one means Chinese. */
    public static Locale language(String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.isBlank()) {
            return Locale.SIMPLIFIED_CHINESE;
        }
        try {
            Locale found = Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), LANGUAGES);
            return Locale.ENGLISH.equals(found) ? Locale.ENGLISH : Locale.SIMPLIFIED_CHINESE;
        } catch (IllegalArgumentException unreadable) {
            return Locale.SIMPLIFIED_CHINESE;
        }
    }

    /** The sentence with its {@code {name}} places filled. A code without a sentence is its own. */
    public static String of(ProblemCode code, Map<String, Object> params, Locale language) {
        String sentence;
        try {
            sentence = ResourceBundle
                .getBundle(code.bundle(), language, code.getClass().getClassLoader(),
                    ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES))
                .getString(code.name());
        } catch (MissingResourceException missing) {
            return code.name();
        }
        for (Map.Entry<String, Object> param : params.entrySet()) {
            sentence = sentence.replace("{" + param.getKey() + "}", String.valueOf(param.getValue()));
        }
        return sentence;
    }
}
