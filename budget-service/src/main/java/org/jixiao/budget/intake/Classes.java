package org.jixiao.budget.intake;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jixiao.budget.appropriation.ExpenditureKind;
import org.jixiao.budget.appropriation.FundNature;
import org.jixiao.budget.ledger.MovementKind;

/** Reads the classes of an appropriation as offices write them: codes, names, or a code and its name in one cell. */
final class Classes {

    private static final Pattern CODED = Pattern.compile("[\\[(【〔]?([0-9A-Za-z]+)[\\])】〕]?[\\s\\-—–_:./]*(.*)");
    private static final Pattern IN_PIECES = Pattern.compile("[0-9.\\-]");
    /** As programs write a column of numbers that has blanks. */
    private static final Pattern AS_DECIMAL = Pattern.compile("^([0-9]+)\\.0$");
    private static final Pattern FUNCTIONAL = Pattern.compile("[0-9]{3}([0-9]{2}){0,2}");
    private static final Pattern ECONOMIC = Pattern.compile("[0-9]{3}([0-9]{2})?");
    private static final Pattern NOISE = Pattern.compile("[\\s()\\-_]|(?:资金|预算|拨款|收入|管理|财政)+");
    private static final Map<String, FundNature> NATURES = new HashMap<>();
    private static final Map<String, ExpenditureKind> KINDS = new HashMap<>();

    static {
        nature(FundNature.GENERAL_PUBLIC_BUDGET, "一般公共预算资金", "公共预算", "经费拨款");
        nature(FundNature.GOVERNMENT_FUND, "政府性基金预算资金");
        nature(FundNature.STATE_CAPITAL_OPERATING, "国有资本经营预算资金");
        nature(FundNature.SOCIAL_INSURANCE_FUND, "社会保险基金预算资金");
        nature(FundNature.SPECIAL_ACCOUNT_NON_TAX, "财政专户管理资金", "财政专户管理非税收入", "纳入专户管理的非税收入拨款", "财政专户", "专户");
        nature(FundNature.AGENCY_OWN_FUNDS, "单位资金", "单位自有资金");
        nature(FundNature.OTHER, "其他资金", "其他");
        for (FundNature nature : FundNature.values()) {
            NATURES.put(key(nature.name()), nature);
        }
        for (ExpenditureKind kind : ExpenditureKind.values()) {
            KINDS.put(key(kind.name()), kind);
        }
        for (String name : new String[] {"人员经费", "人员支出", "人员类", "人员"}) {
            KINDS.put(key(name), ExpenditureKind.PERSONNEL);
        }
        for (String name : new String[] {"公用经费", "公用支出", "日常公用经费", "公用类", "运转类", "公用"}) {
            KINDS.put(key(name), ExpenditureKind.OPERATING);
        }
        for (String name : new String[] {"项目支出", "项目", "专项资金", "特定目标类", "项目经费"}) {
            KINDS.put(key(name), ExpenditureKind.PROJECT);
        }
    }

    private Classes() {
    }

    private static void nature(FundNature nature, String... names) {
        for (String name : names) {
            NATURES.put(key(name), nature);
        }
    }

    private static String key(String text) {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        String bare = NOISE.matcher(normal).replaceAll("");
        return bare.isEmpty() ? normal : bare;
    }

    /** A code and the name behind it, each perhaps empty. */
    record Coded(String code, String name) {
    }

    /** A code in pieces, such as 201-03-01, is none: its first piece is another class. */
    static Coded coded(String text) {
        Matcher parts = CODED.matcher(AS_DECIMAL.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC).strip()).replaceFirst("$1"));
        return parts.matches() && !IN_PIECES.matcher(parts.group(2)).lookingAt() ? new Coded(parts.group(1), parts.group(2).strip())
            : new Coded("", text);
    }

    /** Null where it is none. */
    static FundNature fundNature(String text) {
        FundNature named = NATURES.get(key(text));
        if (named != null) {
            return named;
        }
        Coded coded = coded(text);
        if (!coded.code().matches("[0-9]{1,4}")) {
            return null;
        }
        String code = coded.code();
        FundNature byCode = code.startsWith("11") ? FundNature.GENERAL_PUBLIC_BUDGET : code.startsWith("12") ? FundNature.GOVERNMENT_FUND
            : code.startsWith("13") ? FundNature.STATE_CAPITAL_OPERATING : code.startsWith("14") ? FundNature.SOCIAL_INSURANCE_FUND
            : code.startsWith("2") ? FundNature.SPECIAL_ACCOUNT_NON_TAX : code.startsWith("3") ? FundNature.AGENCY_OWN_FUNDS
            : code.startsWith("9") ? FundNature.OTHER : null;
        FundNature byName = coded.name().isEmpty() ? byCode : NATURES.getOrDefault(key(coded.name()), byCode);
        return byName == byCode ? byCode : null;
    }

    /** Null where it is none. */
    static ExpenditureKind expenditureKind(String text) {
        return KINDS.get(key(text));
    }

    /** What the other classes say where nobody names it; null where they do not. */
    static ExpenditureKind expenditureKind(String projectCode, String economicClass) {
        if (projectCode != null) {
            return ExpenditureKind.PROJECT;
        }
        return economicClass.startsWith("301") || economicClass.startsWith("303") ? ExpenditureKind.PERSONNEL
            : economicClass.startsWith("302") ? ExpenditureKind.OPERATING : null;
    }

    /** The code, or null where it is none. */
    static String functionalClass(String text) {
        String code = coded(text).code();
        return FUNCTIONAL.matcher(code).matches() ? code : null;
    }

    /** With its name, perhaps empty; null where it is none. */
    static Coded economicClass(String text) {
        Coded coded = coded(text);
        return ECONOMIC.matcher(coded.code()).matches() ? coded : null;
    }

    /** Null where a file of appropriations cannot bring it. */
    static MovementKind movementKind(String text) {
        return switch (key(text)) {
            case "opening", "年初", "年初批复", "年初数" -> MovementKind.OPENING;
            case "supplement", "追加", "追加指标", "调增" -> MovementKind.SUPPLEMENT;
            default -> null;
        };
    }
}
