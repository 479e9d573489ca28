package org.jixiao.report.narrative;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The figures that the chapters of a narrative state, each with the words it was read from.
 *
 * <p>A figure that cannot be found is absent; nothing is guessed and nothing throws. Keeps X1: a check that needs an
 * absent figure says nothing.
 */
public final class Figures {

    /** What can be read. Amounts in 万元, changes signed. */
    public enum Item {
        INITIAL_REVENUE, INITIAL_REVENUE_APPROPRIATION, INITIAL_REVENUE_OTHER, INITIAL_REVENUE_CHANGE,
        INITIAL_EXPENDITURE, INITIAL_BASIC, INITIAL_PROJECT, INITIAL_EXPENDITURE_CHANGE,
        OUTTURN_TOTAL, OUTTURN_CHANGE, OUTTURN_GROWTH_PERCENT,
        OUTTURN_BASIC, PERSONNEL, PERSONNEL_SHARE_PERCENT, OPERATING, OPERATING_SHARE_PERCENT, OUTTURN_PROJECT,
        GOVERNMENT_FUND_REVENUE, GOVERNMENT_FUND_OPENING, GOVERNMENT_FUND_EXPENDITURE, GOVERNMENT_FUND_CLOSING,
        TOTAL_SCORE
    }

    /** Persons in post. The first body named is the department itself, what stands after 下设 belongs to it. */
    public record Staff(BigDecimal persons, boolean subordinate, String quote) {
    }

    /** A goal of chapter 三. */
    public record Goal(int number, String text, String quote) {
    }

    /** A satisfaction rate in percent with what it is about. */
    public record Satisfaction(BigDecimal percent, String quote) {
    }

    // Chapters are long and written by anybody: a group that may repeat without end is possessive (it would fill the
    // stack), what may lie between two words has a length, and a number begins with its first digit (each would fill the
    // afternoon).
    private static final String NUMBER = "(-?(?<!\\d)\\d+(?:\\.\\d+)?)";
    private static final String AMOUNT = NUMBER + "(亿元|万元|元)";
    private static final String LINK = "(?:决算数|预算数|总计|合计|总额|为|是|共计|共|:)*+";
    private static final Pattern REVENUE_BUDGET = Pattern.compile("(?:预算收入|收入预算)" + LINK + AMOUNT);
    private static final Pattern EXPENDITURE_BUDGET = Pattern.compile("(?:支出预算|预算支出)" + LINK + AMOUNT);
    private static final Pattern APPROPRIATION = Pattern.compile("(?:经费拨款|财政拨款)(?:收入)?" + LINK + AMOUNT);
    private static final Pattern OTHER_REVENUE = Pattern.compile("其他收入" + LINK + AMOUNT);
    private static final Pattern REVENUE_CHANGE =
            Pattern.compile("收入(?:预算)?(?:较|比)上年(?:预算)?(?:数)?(减少|增加)(?:了)?" + AMOUNT);
    private static final Pattern EXPENDITURE_CHANGE =
            Pattern.compile("支出(?:预算)?(?:较|比)上年(?:预算)?(?:数)?(减少|增加)(?:了)?" + AMOUNT);
    private static final Pattern OUTTURN_TOTAL = Pattern.compile("收(?:入)?、?支(?:出)?(?:决算)?总(?:计|额)" + LINK + AMOUNT);
    private static final Pattern OUTTURN_CHANGE = Pattern.compile(
            "(?:与|比|较)上年(?:度)?(?:决算)?(?:数)?(?:相比)?,?(增加|减少|增长|下降)(?:了)?" + AMOUNT);
    private static final Pattern GROWTH =
            Pattern.compile("^,?(增长|下降|增幅|降幅|减少|增加)(?:率)?(?:了|为|:)*+" + NUMBER + "%");
    private static final Pattern BASIC = Pattern.compile("基本支出" + LINK + AMOUNT);
    private static final Pattern PERSONNEL = Pattern.compile("人员经费" + LINK + AMOUNT);
    private static final Pattern OPERATING = Pattern.compile("(?:日常)?公用经费" + LINK + AMOUNT);
    private static final Pattern SHARE = Pattern.compile("^,?占(?:财政拨款)?基本支出(?:的|比例|比重|为|:)*+" + NUMBER + "%");
    private static final Pattern ITEMS = Pattern.compile("^[^;。\\n]*?(?:主要包括|包括|主要用于|其中):?([^;。\\n]*)");
    private static final Pattern ITEM = Pattern.compile("([^0-9;。\\n]{0,60}?)" + AMOUNT);
    private static final Pattern PROJECT = Pattern.compile("项目支出" + LINK + AMOUNT);
    private static final Pattern SECTION = Pattern.compile("(?:^|\\n)\\(([一二三四五六])\\)");
    private static final Pattern FUND_REVENUE = Pattern.compile("收入" + LINK + AMOUNT);
    private static final Pattern FUND_OPENING = Pattern.compile("年初结转(?:和|及)?结余" + LINK + AMOUNT);
    private static final Pattern FUND_CLOSING = Pattern.compile("年末结转(?:和|及)?结余" + LINK + AMOUNT);
    private static final Pattern FUND_EXPENDITURE = Pattern.compile("(?<!基本|项目)支出" + LINK + AMOUNT);
    private static final Pattern STAFF = Pattern.compile("(?:在编在岗|在职在编|在编|在岗|在职)(?:人员|职工|人数)?"
            + "(?:共|有|为|:)*+(\\d+)(?:人|名)");
    private static final Pattern ACCOUNTS = Pattern.compile("决算[^。\\n]{0,100}?单位构成[^。\\n]{0,100}?包括:?([^。\\n]+)");
    private static final Pattern GOAL = Pattern.compile("目标(\\d+)[:.、]");
    private static final Pattern SCORE = Pattern.compile("(?:总得分|综合得分|自评得分|评价得分|自评总分|总分|得分)(?:为|是|:)*+" + NUMBER + "分");
    private static final Pattern RATING =
            Pattern.compile("(?:结果|等级|等次|档次|评定)(?:评定)?(?:为|是|:|“|\"){1,8}([^,。;、”\"\\n\\d()]{1,6})");
    private static final Pattern SATISFACTION =
            Pattern.compile("([^,。;:\\n\\d]{0,60}满意(?:度|率))(?:达到|达|为|是|:)*+" + NUMBER + "%");

    /** What stands before a number in its sentence is quoted with it, but no chapter for each of its words. */
    private static final int QUOTE_MAX = 200;

    private final Map<Item, Figure> items = new EnumMap<>(Item.class);
    private final List<Figure> personnelItems = new ArrayList<>();
    private final List<Figure> operatingItems = new ArrayList<>();
    private final List<Staff> staff = new ArrayList<>();
    private final List<Goal> departmentGoals = new ArrayList<>();
    private final List<Goal> projectGoals = new ArrayList<>();
    private String accountsCover;
    private String rating;
    private String ratingQuote;

    private Figures() {
    }

    /** Reads what can be read; a missing narrative gives no figures at all. */
    public static Figures of(Narrative narrative) {
        Figures figures = new Figures();
        if (narrative == null) {
            return figures;
        }
        narrative.chapter(2).ifPresent(chapter -> figures.readStaff(Text.of(chapter.body())));
        narrative.chapter(3).ifPresent(chapter -> figures.readGoals(chapter.body()));
        narrative.chapter(4).ifPresent(chapter -> figures.readBudgetAndOutturn(Text.of(chapter.body())));
        narrative.chapter(5).ifPresent(chapter -> figures.readGovernmentFund(Text.of(chapter.body())));
        narrative.chapter(8).ifPresent(chapter -> figures.readScore(Text.of(chapter.body())));
        return figures;
    }

    public Optional<Figure> get(Item item) {
        return Optional.ofNullable(items.get(item));
    }

    public List<Figure> personnelItems() {
        return Collections.unmodifiableList(personnelItems);
    }

    public List<Figure> operatingItems() {
        return Collections.unmodifiableList(operatingItems);
    }

    public List<Staff> staff() {
        return Collections.unmodifiableList(staff);
    }

    public List<Goal> departmentGoals() {
        return Collections.unmodifiableList(departmentGoals);
    }

    public List<Goal> projectGoals() {
        return Collections.unmodifiableList(projectGoals);
    }

    /** The bodies that the final accounts cover, as written. */
    public Optional<String> accountsCover() {
        return Optional.ofNullable(accountsCover);
    }

    /** The word for the grade, as written. */
    public Optional<String> rating() {
        return Optional.ofNullable(rating);
    }

    public Optional<String> ratingQuote() {
        return Optional.ofNullable(ratingQuote);
    }

    /** Every satisfaction rate in a text. */
    public static List<Satisfaction> satisfactions(String words) {
        Text text = Text.of(words);
        List<Satisfaction> found = new ArrayList<>();
        Matcher matcher = SATISFACTION.matcher(text.plain());
        while (matcher.find()) {
            found.add(new Satisfaction(new BigDecimal(matcher.group(2)), text.quote(matcher.start(), matcher.end())));
        }
        return found;
    }

    private void readBudgetAndOutturn(Text text) {
        String plain = text.plain();
        int basicAt = section(plain, "一");
        int projectAt = section(plain, "二");
        Matcher total = OUTTURN_TOTAL.matcher(plain);
        int totalAt = total.find() ? total.start() : -1;
        int budgetEnd = totalAt >= 0 ? totalAt : basicAt >= 0 ? basicAt : plain.length();
        readBudget(text, budgetEnd);
        if (totalAt >= 0) {
            put(Item.OUTTURN_TOTAL, text, total, 1, "收、支总计", "narrative.四");
            readGrowth(text, total.end(), firstOf(basicAt, projectAt, plain.length()));
        }
        int outturnFrom = basicAt >= 0 ? basicAt : Math.max(totalAt, 0);
        int basicEnd = projectAt > outturnFrom ? projectAt : plain.length();
        if (basicAt >= 0 || totalAt >= 0) {
            readBasic(text, outturnFrom, basicEnd, basicAt >= 0 ? "narrative.四(一)" : "narrative.四");
            int from = projectAt >= 0 ? projectAt : outturnFrom;
            amount(text, PROJECT, from, plain.length(), Item.OUTTURN_PROJECT, "项目支出",
                    projectAt >= 0 ? "narrative.四(二)" : "narrative.四");
        }
    }

    private void readBudget(Text text, int end) {
        String place = "narrative.四";
        amount(text, REVENUE_BUDGET, 0, end, Item.INITIAL_REVENUE, "预算收入", place);
        int revenueEnd = sentenceEnd(text.plain(), REVENUE_BUDGET, end);
        amount(text, APPROPRIATION, 0, revenueEnd, Item.INITIAL_REVENUE_APPROPRIATION, "经费拨款", place);
        amount(text, OTHER_REVENUE, 0, revenueEnd, Item.INITIAL_REVENUE_OTHER, "其他收入", place);
        Matcher expenditure = EXPENDITURE_BUDGET.matcher(text.plain()).region(0, end);
        if (expenditure.find()) {
            put(Item.INITIAL_EXPENDITURE, text, expenditure, 1, "支出预算", place);
            int sentence = stop(text.plain(), expenditure.end(), end);
            amount(text, BASIC, expenditure.end(), sentence, Item.INITIAL_BASIC, "年初基本支出", place);
            amount(text, PROJECT, expenditure.end(), sentence, Item.INITIAL_PROJECT, "年初项目支出", place);
        }
        change(text, REVENUE_CHANGE, end, Item.INITIAL_REVENUE_CHANGE, "收入较上年预算");
        change(text, EXPENDITURE_CHANGE, end, Item.INITIAL_EXPENDITURE_CHANGE, "支出较上年预算");
    }

    private void readGrowth(Text text, int from, int end) {
        Matcher matcher = OUTTURN_CHANGE.matcher(text.plain()).region(from, Math.max(from, end));
        if (!matcher.find()) {
            return;
        }
        put(Item.OUTTURN_CHANGE, new Figure(signed(matcher.group(1), amount(matcher, 2)), "与上年相比",
                "narrative.四", text.quote(matcher.start(), matcher.end())));
        Matcher growth = GROWTH.matcher(text.plain()).region(matcher.end(), text.plain().length());
        if (growth.find()) {
            put(Item.OUTTURN_GROWTH_PERCENT, new Figure(signed(growth.group(1), new BigDecimal(growth.group(2))),
                    "增长", "narrative.四", text.quote(matcher.start(), growth.end())));
        }
    }

    private void readBasic(Text text, int from, int end, String place) {
        amount(text, BASIC, from, end, Item.OUTTURN_BASIC, "基本支出", place);
        readPart(text, PERSONNEL, from, end, Item.PERSONNEL, Item.PERSONNEL_SHARE_PERCENT, "人员经费", place,
                personnelItems);
        readPart(text, OPERATING, from, end, Item.OPERATING, Item.OPERATING_SHARE_PERCENT, "公用经费", place,
                operatingItems);
    }

    private void readPart(Text text, Pattern pattern, int from, int end, Item item, Item share, String label,
                          String place, List<Figure> parts) {
        Matcher matcher = pattern.matcher(text.plain()).region(from, end);
        if (!matcher.find()) {
            return;
        }
        put(item, text, matcher, 1, label, place);
        int next = matcher.end();
        Matcher percent = SHARE.matcher(text.plain()).region(next, end);
        if (percent.find()) {
            put(share, new Figure(new BigDecimal(percent.group(1)), label + "占基本支出", place,
                    text.quote(percent.start(), percent.end()).replaceFirst("^[,，]", "")));
            next = percent.end();
        }
        Matcher list = ITEMS.matcher(text.plain()).region(next, end);
        if (list.find()) {
            Matcher part = ITEM.matcher(text.plain()).region(list.start(1), list.end(1));
            while (part.find()) {
                String name = part.group(1).replaceAll("^[、,和及以等:]+", "");
                parts.add(new Figure(amount(part, 2), name, place, text.quote(part.start(), part.end())
                        .replaceAll("^[、,，和及以]+", "")));
            }
        }
    }

    private void readGovernmentFund(Text text) {
        String place = "narrative.五";
        int end = text.plain().length();
        amount(text, FUND_REVENUE, 0, end, Item.GOVERNMENT_FUND_REVENUE, "政府性基金收入", place);
        amount(text, FUND_OPENING, 0, end, Item.GOVERNMENT_FUND_OPENING, "年初结转和结余", place);
        amount(text, FUND_EXPENDITURE, 0, end, Item.GOVERNMENT_FUND_EXPENDITURE, "政府性基金支出", place);
        amount(text, FUND_CLOSING, 0, end, Item.GOVERNMENT_FUND_CLOSING, "年末结转和结余", place);
    }

    private void readStaff(Text text) {
        String plain = text.plain();
        int below = plain.indexOf("下设");
        Matcher matcher = STAFF.matcher(plain);
        while (matcher.find()) {
            int from = Math.max(0, matcher.start() - QUOTE_MAX);
            String before = plain.substring(from, matcher.start());
            int start = from + Math.max(before.lastIndexOf('。'), before.lastIndexOf('\n')) + 1;
            staff.add(new Staff(new BigDecimal(matcher.group(1)), below >= 0 && matcher.start() > below,
                    text.quote(start, matcher.end())));
        }
        Matcher accounts = ACCOUNTS.matcher(plain);
        if (accounts.find()) {
            accountsCover = text.quote(accounts.start(1), accounts.end(1));
        }
    }

    private void readGoals(String body) {
        boolean project = false;
        for (String line : body.split("\n")) {
            Text text = Text.of(line);
            Matcher matcher = GOAL.matcher(text.plain());
            int first = text.plain().length();
            List<int[]> marks = new ArrayList<>();
            while (matcher.find()) {
                first = Math.min(first, matcher.start());
                marks.add(new int[] {matcher.start(), matcher.end(), number(matcher.group(1))});
            }
            String heading = text.plain().substring(0, first);
            if (heading.contains("项目") || heading.contains("专项")) {
                project = true;
            } else if (heading.contains("整体")) {
                project = false;
            }
            for (int i = 0; i < marks.size(); i++) {
                int end = i + 1 < marks.size() ? marks.get(i + 1)[0] : text.plain().length();
                Goal goal = new Goal(marks.get(i)[2], text.quote(marks.get(i)[1], end),
                        text.quote(marks.get(i)[0], end));
                (project ? projectGoals : departmentGoals).add(goal);
            }
        }
    }

    private void readScore(Text text) {
        Matcher score = SCORE.matcher(text.plain());
        if (score.find()) {
            put(Item.TOTAL_SCORE, new Figure(new BigDecimal(score.group(1)), "总得分", "narrative.八",
                    text.quote(score.start(), score.end())));
        }
        Matcher matcher = RATING.matcher(text.plain());
        if (matcher.find()) {
            rating = matcher.group(1);
            ratingQuote = text.quote(matcher.start(), matcher.end());
        }
    }

    private void amount(Text text, Pattern pattern, int from, int end, Item item, String label, String place) {
        if (from > end) {
            return;
        }
        Matcher matcher = pattern.matcher(text.plain()).region(from, end);
        if (matcher.find()) {
            put(item, text, matcher, 1, label, place);
        }
    }

    private void change(Text text, Pattern pattern, int end, Item item, String label) {
        Matcher matcher = pattern.matcher(text.plain()).region(0, end);
        if (matcher.find()) {
            put(item, new Figure(signed(matcher.group(1), amount(matcher, 2)), label, "narrative.四",
                    text.quote(matcher.start(), matcher.end())));
        }
    }

    private void put(Item item, Text text, Matcher matcher, int group, String label, String place) {
        put(item, new Figure(amount(matcher, group), label, place, text.quote(matcher.start(), matcher.end())));
    }

    private void put(Item item, Figure figure) {
        items.putIfAbsent(item, figure);
    }

    private static BigDecimal amount(Matcher matcher, int group) {
        BigDecimal number = new BigDecimal(matcher.group(group));
        return switch (matcher.group(group + 1)) {
            case "亿元" -> number.movePointRight(4);
            case "元" -> number.movePointLeft(4);
            default -> number;
        };
    }

    private static BigDecimal signed(String direction, BigDecimal amount) {
        return direction.startsWith("减") || direction.startsWith("下") || direction.startsWith("降")
                ? amount.negate() : amount;
    }

    private static int section(String plain, String numeral) {
        Matcher matcher = SECTION.matcher(plain);
        while (matcher.find()) {
            if (matcher.group(1).equals(numeral)) {
                return matcher.start();
            }
        }
        return -1;
    }

    private static int sentenceEnd(String plain, Pattern pattern, int end) {
        Matcher matcher = pattern.matcher(plain).region(0, end);
        return matcher.find() ? stop(plain, matcher.end(), end) : end;
    }

    private static int stop(String plain, int from, int end) {
        int stop = plain.indexOf('。', from);
        return stop < 0 || stop > end ? end : stop;
    }

    private static int firstOf(int one, int other, int end) {
        if (one >= 0) {
            return one;
        }
        return other >= 0 ? other : end;
    }

    private static int number(String digits) {
        return digits.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }
}
