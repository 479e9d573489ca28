package org.jixiao.evaluation.consistency;

import java.util.List;
import java.util.function.BiConsumer;
import org.jixiao.evaluation.form.Form;
import org.jixiao.evaluation.form.Form.EvaluationKind;
import org.jixiao.evaluation.form.Printed;
import org.jixiao.evaluation.scheme.Scheme;
import org.jixiao.evaluation.scoring.Score;

/** What a check may look at, and the names of places in it. */
record Subject(Form form, EvaluationKind kind, Scheme.SchemeRules rules, Score score) {

    private static final Form.Funds NO_FUNDS =
            new Form.Funds(null, null, null, null, null, null, null, null, null, null, null);

    Form.Funds funds() {
        return form.funds() == null ? NO_FUNDS : form.funds();
    }

    void eachIndicator(BiConsumer<Form.Indicator, Integer> look) {
        List<Form.Indicator> indicators = form.indicators();
        for (int i = 0; i < indicators.size(); i++) {
            look.accept(indicators.get(i), i);
        }
    }

    void eachGroup(BiConsumer<Form.Group, Integer> look) {
        List<Form.Group> groups = form.groups();
        for (int i = 0; i < groups.size(); i++) {
            look.accept(groups.get(i), i);
        }
    }

    static String place(Form.Indicator indicator) {
        return "indicators[" + indicator.number() + "] " + (indicator.name() == null ? "" : indicator.name());
    }

    static String place(Form.Group group) {
        return "groups[" + (Printed.blank(group.label()) ? String.valueOf(group.group()) : group.label()) + "]";
    }

    static <T> List<T> orEmpty(List<T> rows) {
        return rows == null ? List.of() : rows;
    }
}
