package org.jixiao.report.rendering;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How codes, figures and times are worded for readers of Chinese. What has no wording is shown as it is. */
final class Wording {

    static final String TEN_THOUSAND = "万元";
    static final String YUAN = "元";

    private static final BigDecimal YUAN_PER_TEN_THOUSAND = new BigDecimal(10_000);
    private static final BigDecimal HUNDRED = new BigDecimal(100);
    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy年M月d日 HH:mm:ss", Locale.ROOT).withZone(BEIJING);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy年M月d日", Locale.ROOT);
    private static final DecimalFormatSymbols SYMBOLS = DecimalFormatSymbols.getInstance(Locale.ROOT);

    private static final Map<String, String> TERMS = Map.ofEntries(
            Map.entry("GENERAL_PUBLIC_BUDGET", "一般公共预算"),
            Map.entry("GOVERNMENT_FUND", "政府性基金预算"),
            Map.entry("STATE_CAPITAL_OPERATING", "国有资本经营预算"),
            Map.entry("SOCIAL_INSURANCE_FUND", "社会保险基金预算"),
            Map.entry("SPECIAL_ACCOUNT_NON_TAX", "财政专户管理资金"),
            Map.entry("AGENCY_OWN_FUNDS", "单位资金"),
            Map.entry("OTHER", "其他资金"),
            Map.entry("BASIC", "基本支出"),
            Map.entry("PERSONNEL", "人员经费"),
            Map.entry("OPERATING", "公用经费"),
            Map.entry("PROJECT", "项目支出"),
            Map.entry("SUPPLEMENT", "追加"),
            Map.entry("REDUCTION", "追减"),
            Map.entry("VIREMENT", "调剂"),
            Map.entry("CARRY_OVER", "上年结转"),
            Map.entry("REVERSAL", "冲销"),
            Map.entry("LEDGER", "上年总账"),
            Map.entry("COMPARATIVE", "上年决算数（填报）"),
            Map.entry("EXCELLENT", "优"),
            Map.entry("GOOD", "良"),
            Map.entry("FAIR", "中"),
            Map.entry("POOR", "差"),
            Map.entry("OUTPUT", "产出指标"),
            Map.entry("BENEFIT", "效益指标"),
            Map.entry("SATISFACTION", "满意度指标"),
            Map.entry("COST", "成本指标"),
            Map.entry("QUANTITY", "数量指标"),
            Map.entry("QUALITY", "质量指标"),
            Map.entry("TIMELINESS", "时效指标"),
            Map.entry("ECONOMIC", "经济效益指标"),
            Map.entry("SOCIAL", "社会效益指标"),
            Map.entry("ECOLOGICAL", "生态效益指标"),
            Map.entry("SUSTAINABILITY", "可持续影响指标"),
            Map.entry("SERVICE_RECIPIENT", "服务对象满意度指标"),
            Map.entry("ERROR", "差错"),
            Map.entry("WARNING", "提醒"),
            Map.entry("INFO", "信息"),
            Map.entry("STATEMENT", "预算执行报表"),
            Map.entry("EVALUATION", "绩效自评表"),
            Map.entry("NARRATIVE", "自评报告正文"));

    private static final Map<String, String> RULES = Map.ofEntries(
            Map.entry("SCORE_LE_WEIGHT", "得分不高于分值"),
            Map.entry("GROUP_SCORE_LE_WEIGHT", "一级指标得分不高于其分值"),
            Map.entry("TOTAL_SCORE_SUM", "总分等于各项得分之和"),
            Map.entry("DEVIATION_REASON_REQUIRED", "扣分须说明偏差原因"),
            Map.entry("TARGET_REQUIRED", "须有年度指标值"),
            Map.entry("WEIGHT_SUM_100", "分值合计100分"),
            Map.entry("GROUP_WEIGHT", "一级指标分值与其下级之和一致"),
            Map.entry("EXECUTION_RATE", "执行率及其得分"),
            Map.entry("FUND_SUM_REVENUE", "按收入性质分合计"),
            Map.entry("FUND_SUM_EXPENDITURE", "按支出性质分合计"),
            Map.entry("FUND_COMPONENTS", "资金来源构成合计"),
            Map.entry("BLANK_NUMERIC", "金额栏空白"),
            Map.entry("REQUIRED_FIELD", "必填项"),
            Map.entry("ADJUSTMENT_EXPLAIN", "预算调整须说明"),
            Map.entry("SCORE_NOT_DERIVABLE", "得分无法由指标值推算"),
            Map.entry("UNIFORM_SCORES", "各表得分雷同"),
            Map.entry("NARRATIVE_PROJECT_TOTAL", "正文项目支出与自评表一致"),
            Map.entry("NARRATIVE_TOTAL", "正文基本支出、项目支出与总计一致"),
            Map.entry("NARRATIVE_BASIC", "正文基本支出与自评表一致"),
            Map.entry("PROJECT_FORM_COVERAGE", "项目支出均有项目自评表"),
            Map.entry("PROJECT_INITIAL_COVERAGE", "年初项目预算均有项目自评表"),
            Map.entry("COUNT_CONFLICT", "同一事项数量一致"),
            Map.entry("GOAL_LIST_MATCH", "正文目标与自评表目标数量一致"),
            Map.entry("GOAL_TEXT_MATCH", "正文目标与自评表目标文字一致"),
            Map.entry("ITEM_SUM", "明细合计"),
            Map.entry("SHARE_PCT", "占比"),
            Map.entry("NARRATIVE_CLAIM", "表述与数据方向一致"),
            Map.entry("RATING_VOCABULARY", "评价等级用语"),
            Map.entry("ENTITY_COVERAGE", "单位范围与人员数"),
            Map.entry("DUPLICATE_FIGURE", "不相关事项数据相同"),
            Map.entry("SATISFACTION_SOURCES", "满意度数据来源不同"),
            Map.entry("BASIC_SPLIT", "人员经费与公用经费之和等于基本支出"),
            Map.entry("INITIAL_SPLIT", "年初预算构成合计"),
            Map.entry("YOY", "与上年对比"),
            Map.entry("NARRATIVE_CHAPTERS", "报告正文十二个部分齐全"),
            Map.entry("TARGET_MEASURABLE", "年度指标值可衡量"),
            Map.entry("TARGET_COPIED_FROM_RESULT", "年度指标值不得照抄完成情况"),
            Map.entry("QUAL_VOCABULARY", "定性指标用语"),
            Map.entry("INDICATOR_CLASS", "指标归类"),
            Map.entry("SUBJECT_MISMATCH", "正文主体为本部门"),
            Map.entry("TERM_VARIANTS", "同一事项用语一致"),
            Map.entry("TYPO", "多余空格与错字"),
            Map.entry("DISCLOSURE_SCOPE", "公开范围完整"),
            Map.entry("SHARE_SUM", "占比合计100%"),
            Map.entry("GOV_FUND", "正文政府性基金与自评表一致"),
            Map.entry("SITES", "镇（街道）与村（社区）数合计"),
            Map.entry("NARRATIVE_SCORE", "正文总得分与自评表一致"),
            Map.entry("NARRATIVE_RATING", "评价等级与得分相符"),
            Map.entry("LEDGER_TOTAL", "自评表全年预算数、执行数与总账一致"),
            Map.entry("LEDGER_INITIAL", "自评表年初预算数与总账一致"),
            Map.entry("LEDGER_BASIC", "自评表基本支出与总账一致"),
            Map.entry("LEDGER_PROJECT", "自评表项目支出与总账一致"),
            Map.entry("LEDGER_PROJECT_FORM", "项目自评表金额与总账一致"));

    private static final Pattern ANNEX = Pattern.compile("annex(\\d+)\\.?");
    private static final Pattern INDICATOR = Pattern.compile("indicators\\[(\\d+)]");
    private static final Pattern GROUP = Pattern.compile("groups\\[([^\\]]+)]");

    private Wording() {
    }

    static String term(String code) {
        return code == null ? "" : TERMS.getOrDefault(code, code);
    }

    /** The name of a check, with its code where there is no name. */
    static String rule(String code) {
        return RULES.getOrDefault(code, code);
    }

    /** {@code annex1.indicators[8] 名称} as 附件1 第8项指标 名称. */
    static String place(String place) {
        if (place == null) {
            return "";
        }
        String worded = ANNEX.matcher(place).replaceAll("附件$1 ");
        worded = INDICATOR.matcher(worded).replaceAll("第$1项指标");
        worded = GROUP.matcher(worded).replaceAll(match -> Matcher.quoteReplacement(match.group(1)));
        return worded.replace("narrative.", "报告正文")
                .replace("narrative ", "报告正文")
                .replace("total.score", "总分")
                .replaceAll("\\btotal\\b", "总分")
                .replaceAll("\\bfunds\\b", "资金")
                .replaceAll("\\bledger\\b", "总账")
                .replace(" vs ", " 与 ")
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** With thousands separated and the scale that the number has. */
    static String number(BigDecimal number) {
        if (number == null) {
            return "";
        }
        DecimalFormat format = new DecimalFormat("#,##0", SYMBOLS);
        format.setMinimumFractionDigits(Math.max(0, number.scale()));
        format.setMaximumFractionDigits(Math.max(0, number.scale()));
        return format.format(number);
    }

    /** With a sign also where it is positive. */
    static String signed(BigDecimal number) {
        return number != null && number.signum() > 0 ? "+" + number(number) : number(number);
    }

    /** Marks as people write them: 98.00 is 98, 9.90 is 9.9. */
    static String marks(BigDecimal marks) {
        if (marks == null) {
            return "";
        }
        BigDecimal plain = marks.stripTrailingZeros();
        return number(plain.scale() < 0 ? plain.setScale(0) : plain);
    }

    /** Yuan in 万元 with two decimals, half-up, as the forms print it. */
    static BigDecimal tenThousands(BigDecimal yuan) {
        return yuan == null ? null : yuan.divide(YUAN_PER_TEN_THOUSAND, 2, RoundingMode.HALF_UP);
    }

    /** A ratio of scale 4 in percent of scale 2. */
    static BigDecimal percent(BigDecimal ratio) {
        return ratio == null ? null : ratio.multiply(HUNDRED).setScale(2, RoundingMode.HALF_UP);
    }

    /** Time in Beijing. */
    static String time(Instant instant) {
        return instant == null ? "" : TIME.format(instant);
    }

    static String day(LocalDate day) {
        return day == null ? "" : DAY.format(day);
    }

    /** Day in Beijing. */
    static String day(Instant instant) {
        return instant == null ? "" : day(LocalDate.ofInstant(instant, BEIJING));
    }

    /** Without the characters that neither XML nor a workbook can hold. */
    static String legal(String text) {
        if (text == null) {
            return "";
        }
        if (text.codePoints().allMatch(Wording::isLegal)) {
            return text;
        }
        StringBuilder legal = new StringBuilder(text.length());
        text.codePoints().filter(Wording::isLegal).forEach(legal::appendCodePoint);
        return legal.toString();
    }

    private static boolean isLegal(int codePoint) {
        return codePoint == '\t' || codePoint == '\n' || codePoint == '\r'
                || codePoint >= 0x20 && codePoint < 0xD800
                || codePoint >= 0xE000 && codePoint < 0xFFFE
                || codePoint >= 0x10000;
    }
}
