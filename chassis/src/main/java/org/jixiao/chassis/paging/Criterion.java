package org.jixiao.chassis.paging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

/**
 * A query parameter that narrows a list: one of several values, a bound of a range, or a piece of text.
 * The columns are SQL of ours; what the client sends is only ever bound.
 */
public final class Criterion {

    /** How many values one parameter takes. */
    public static final int VALUES_MAX = 20;
    /** How long a piece of text to look for may be. */
    public static final int TEXT_MAX = 100;

    private static final String YEAR = "[1-9][0-9]{3}";

    private enum Test { ONE_OF, WHERE, AT_LEAST, AT_MOST, CONTAINS }

    private final Test test;
    private final String name;
    private final ValueKind kind;
    private final List<String> columns;
    private final List<String> allowed;
    private final Pattern pattern;
    private final String description;
    private final String example;

    private Criterion(Test test, String name, ValueKind kind, List<String> columns, List<String> allowed, String pattern,
                   String description, String example) {
        this.test = test;
        this.name = name;
        this.kind = kind;
        this.columns = List.copyOf(columns);
        this.allowed = List.copyOf(allowed);
        this.pattern = pattern == null ? null : Pattern.compile(pattern);
        this.description = description;
        this.example = example;
    }

    /** One or more constants of an enumeration. */
    public static Criterion oneOf(String name, String column, Class<? extends Enum<?>> type, String description) {
        List<String> allowed = Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
        return new Criterion(Test.ONE_OF, name, ValueKind.TEXT, List.of(column), allowed, null, description, allowed.get(0));
    }

    /** One or more codes that look like the pattern. */
    public static Criterion codes(String name, String column, String pattern, String description, String example) {
        return new Criterion(Test.ONE_OF, name, ValueKind.TEXT, List.of(column), List.of(), pattern, description, example);
    }

    /** One or more codes for which a condition of ours holds; its one placeholder is the array of them. */
    public static Criterion codesWhere(String name, String condition, String pattern, String description, String example) {
        return new Criterion(Test.WHERE, name, ValueKind.TEXT, List.of(condition), List.of(), pattern, description, example);
    }

    /** One or more constants for which a condition of ours holds; its one placeholder is the array of their names. */
    public static Criterion oneOfWhere(String name, String condition, Class<? extends Enum<?>> type, String description) {
        List<String> allowed = Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
        return new Criterion(Test.WHERE, name, ValueKind.TEXT, List.of(condition), allowed, null, description, allowed.get(0));
    }

    /** One or more ids: text to clients, numbers to us. */
    public static Criterion ids(String name, String column, String description, String example) {
        return new Criterion(Test.ONE_OF, name, ValueKind.INTEGER, List.of(column), List.of(), "[1-9][0-9]{0,17}", description, example);
    }

    /** One or more years of four digits. */
    public static Criterion years(String name, String column, String description, String example) {
        return new Criterion(Test.ONE_OF, name, ValueKind.INTEGER, List.of(column), List.of(), YEAR, description, example);
    }

    /** A piece of text in any of the columns, whatever its case. */
    public static Criterion text(String name, List<String> columns, String description, String example) {
        return new Criterion(Test.CONTAINS, name, ValueKind.TEXT, columns, List.of(), null, description, example);
    }

    /** Both bounds, inclusive: days and instants have {@code …From} and {@code …To}, figures {@code …Min} and {@code …Max}. */
    public static List<Criterion> range(String name, ValueKind kind, String column, String description, String example) {
        boolean time = kind == ValueKind.DATE || kind == ValueKind.INSTANT;
        return List.of(
            new Criterion(Test.AT_LEAST, name + (time ? "From" : "Min"), kind, List.of(column), List.of(), null,
                description + " or " + (time ? "later" : "more"), example),
            new Criterion(Test.AT_MOST, name + (time ? "To" : "Max"), kind, List.of(column), List.of(), null,
                description + " or " + (time ? "earlier" : "less"), example));
    }

    public String name() {
        return name;
    }

    public ValueKind kind() {
        return kind;
    }

    public String description() {
        return description;
    }

    public String example() {
        return example;
    }

    /** The only values that there are, or none where the pattern or the kind says what a value is. */
    public List<String> allowed() {
        return allowed;
    }

    /** What a value looks like, or null. */
    public String pattern() {
        return pattern == null ? null : pattern.pattern();
    }

    /** Whether a value is a number to clients, too. */
    public boolean isYear() {
        return pattern != null && pattern.pattern().equals(YEAR);
    }

    /** Whether it takes several values, separated by commas. */
    public boolean takesSeveral() {
        return test == Test.ONE_OF || test == Test.WHERE;
    }

    /** Adds the condition for what was asked and what is to be bound to it. */
    void apply(String asked, StringBuilder sql, List<Object> bound) {
        switch (test) {
            case ONE_OF, WHERE -> {
                List<Object> values = new ArrayList<>();
                for (String one : asked.split(",", -1)) {
                    values.add(value(one));
                }
                if (values.size() > VALUES_MAX) {
                    throw invalid(asked, "1–" + VALUES_MAX);
                }
                sql.append(" and ").append(test == Test.WHERE ? "(" + columns.get(0) + ")" : columns.get(0) + " = any (?)");
                bound.add(kind == ValueKind.INTEGER ? values.toArray(Long[]::new) : values.toArray(String[]::new));
            }
            case AT_LEAST, AT_MOST -> {
                sql.append(" and ").append(columns.get(0)).append(test == Test.AT_LEAST ? " >= ?" : " <= ?");
                bound.add(value(asked));
            }
            default -> {
                if (asked.isBlank() || Text.isLongerThan(asked, TEXT_MAX) || !Text.isStorable(asked)) {
                    throw invalid(asked, "1–" + TEXT_MAX);
                }
                String like = "%" + asked.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
                sql.append(" and (").append(String.join(" ilike ? or ", columns)).append(" ilike ?)");
                columns.forEach(column -> bound.add(like));
            }
        }
    }

    private Object value(String text) {
        Object value = kind.value(text);
        if (value == null || !allowed.isEmpty() && !allowed.contains(text) || pattern != null && !pattern.matcher(text).matches()) {
            throw invalid(text, !allowed.isEmpty() ? String.join(" | ", allowed) : pattern != null ? pattern.pattern() : kind.expected());
        }
        return value;
    }

    private Violation invalid(String value, String expected) {
        return new Violation(ChassisProblem.INVALID_VALUE).at("?" + name)
            .with("value", ListQuery.shortened(value)).with("expected", expected);
    }
}
