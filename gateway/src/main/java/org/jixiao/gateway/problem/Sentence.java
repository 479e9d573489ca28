package org.jixiao.gateway.problem;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;

/**
 * What a problem says in the caller's language: zh-CN unless English is preferred.
 *
 * @param language the language tag of the text, for Content-Language
 */
public record Sentence(String language, String text) {

    private static final List<Locale> SPOKEN = List.of(Locale.SIMPLIFIED_CHINESE, Locale.CHINESE, Locale.ENGLISH);
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    /** The sentence for the code, with each {name} replaced by the parameter of that name. */
    public static Sentence of(GatewayProblem problem, String acceptLanguage, Map<String, ?> params) {
        boolean english = locale(acceptLanguage).getLanguage().equals("en");
        ResourceBundle bundle = ResourceBundle.getBundle("problems",
                english ? Locale.ENGLISH : Locale.ROOT, NO_FALLBACK);
        String text = bundle.getString(problem.name());
        for (Map.Entry<String, ?> param : params.entrySet()) {
            text = text.replace("{" + param.getKey() + "}", String.valueOf(param.getValue()));
        }
        return new Sentence(english ? "en" : "zh-CN", text);
    }

    private static Locale locale(String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.isBlank()) {
            return Locale.SIMPLIFIED_CHINESE;
        }
        try {
            Locale best = Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), SPOKEN);
            return best == null ? Locale.SIMPLIFIED_CHINESE : best;
        } catch (IllegalArgumentException notALanguageRange) {
            return Locale.SIMPLIFIED_CHINESE;
        }
    }
}
