package org.jixiao.chassis.paging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

/** Whatever a list is asked: it is refused as the caller's fault, or it is SQL of ours with everything bound. */
class ListFuzzTest {

    private static final Listing STONES = Listing.by(new SortKey("id", ValueKind.INTEGER, "s.id"))
        .sort("found", ValueKind.DATE, "s.found")
        .sort("name", ValueKind.TEXT, "s.name")
        .filter(Criterion.ids("box", "s.box", "Only in these boxes", "7"))
        .range("found", ValueKind.DATE, "s.found", "Only those found", "2021-01-01")
        .range("weight", ValueKind.DECIMAL, "s.weight", "Only those that weigh", "1.50")
        .range("seenAt", ValueKind.INSTANT, "s.seen", "Only those seen", "2021-01-01T00:00:00Z")
        .filter(Criterion.text("q", List.of("s.name", "s.note"), "Only with this", "石"));
    private static final String[] NAMES = STONES.parameters().toArray(String[]::new);
    private static final String[] VALUES = {"id", "-found", "name", ",", "1", "7,8", "2021-02-28", "2024-02-29", "-1.50", "T00:00:00Z",
        "2021-01-01T08:00:00+08:00", "+18:00", "999999999", "'", "--", "%", "_", "\\", "石", "\0"};
    /** Nothing but names of columns, operators and places for what is bound. */
    private static final Pattern OURS = Pattern.compile("([a-z_.(),?<>= ]|\\[\\])*");

    @FuzzTest(maxDuration = "60s")
    void whatIsAskedIsRefusedOrBound(FuzzedDataProvider data) {
        Map<String, String> asked = new TreeMap<>();
        for (int count = data.consumeInt(0, 5); count > 0; count--) {
            asked.put(data.pickValue(NAMES), text(data));
        }
        if (data.consumeBoolean()) {
            String sort = asked.getOrDefault(Listing.SORT, STONES.defaultSort());
            Map<String, String> filters = new TreeMap<>(asked);
            filters.keySet().removeAll(List.of(Listing.SORT, Listing.LIMIT, Listing.CURSOR));
            asked.put(Listing.CURSOR, Cursor.encode("/stones " + sort + " " + filters, List.of(text(data), text(data))));
        }
        try {
            ListQuery query = ListQuery.read(STONES, "/stones", asked);
            assertTrue(OURS.matcher(query.conditions()).matches(), query.conditions());
            assertTrue(OURS.matcher(query.orderBy()).matches(), query.orderBy());
            assertEquals(query.bound().size(), query.conditions().chars().filter(c -> c == '?').count());
            assertTrue(query.limit() >= 1 && query.limit() <= Listing.LIMIT_MAX);
        } catch (Violation refused) {
            assertTrue(refused.pointer().startsWith("?"), refused.pointer());
        }
    }

    @FuzzTest(maxDuration = "60s")
    void aCursorIsOursOrRefused(FuzzedDataProvider data) {
        int count = data.consumeInt(1, 4);
        try {
            assertEquals(count, Cursor.decode("/stones", text(data), count).size());
        } catch (Violation refused) {
            assertEquals(ChassisProblem.INVALID_CURSOR, refused.code());
        }
    }

    @FuzzTest(maxDuration = "60s")
    void aCursorGivesBackWhatItWasMadeOf(FuzzedDataProvider data) {
        List<String> keys = new ArrayList<>();
        for (int count = data.consumeInt(1, 4); count > 0; count--) {
            String key = text(data);
            // what a row can hold, without the separator
            keys.add(Text.isStorable(key) ? key.replace("\u001f", "") : "");
        }
        String question = text(data);

        assertEquals(keys, Cursor.decode(question, Cursor.encode(question, keys), keys.size()));
    }

    private static String text(FuzzedDataProvider data) {
        StringBuilder text = new StringBuilder();
        for (int parts = data.consumeInt(0, 4); parts > 0; parts--) {
            text.append(data.consumeBoolean() ? data.pickValue(VALUES) : data.consumeString(8));
        }
        return text.toString();
    }
}
