package org.jixiao.chassis.paging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jixiao.chassis.problem.Violation;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ListQueryTest {

    enum Colour { RED, GREEN }

    private static final Listing STONES = Listing.by(new SortKey("id", ValueKind.INTEGER, "s.id"))
        .sort("found", ValueKind.DATE, "s.found")
        .sort("name", ValueKind.TEXT, "s.name")
        .filter(Criterion.oneOf("colour", "s.colour", Colour.class, "Only these colours"))
        .filter(Criterion.codesWhere("kin", "s.kin like any (select k || '%' from unnest(?) k)", "[a-z]+", "Only of these kins", "agate"))
        .filter(Criterion.oneOfWhere("mixed", "s.mix && ?", Colour.class, "Only with these in it"))
        .filter(Criterion.ids("box", "s.box", "Only in these boxes", "7"))
        .range("found", ValueKind.DATE, "s.found", "Only those found", "2021-01-01")
        .range("weight", ValueKind.DECIMAL, "s.weight", "Only those that weigh", "1.50")
        .range("seenAt", ValueKind.INSTANT, "s.seen", "Only those seen", "2021-01-01T00:00:00Z")
        .filter(Criterion.text("q", List.of("s.name", "s.note"), "Only with this", "石"));

    @TestFactory
    Stream<DynamicTest> whatIsAskedBecomesSqlWithEverythingBound() {
        return Stream.of(
            asked("", " | [] | order by s.id"),
            asked("sort=-id", " | [] | order by s.id desc"),
            asked("sort=found", " | [] | order by s.found, s.id"),
            asked("sort=-found", " | [] | order by s.found desc, s.id desc"),
            asked("sort=-found,name", " | [] | order by s.found desc, s.name, s.id"),
            asked("colour=RED", " and s.colour = any (?) | [[RED]] | order by s.id"),
            asked("colour=RED,GREEN", " and s.colour = any (?) | [[RED, GREEN]] | order by s.id"),
            asked("kin=agate", " and (s.kin like any (select k || '%' from unnest(?) k)) | [[agate]] | order by s.id"),
            asked("mixed=RED,GREEN", " and (s.mix && ?) | [[RED, GREEN]] | order by s.id"),
            asked("box=7,8", " and s.box = any (?) | [[7, 8]] | order by s.id"),
            asked("foundFrom=2021-02-28", " and s.found >= ? | [2021-02-28] | order by s.id"),
            asked("foundTo=2021-02-28", " and s.found <= ? | [2021-02-28] | order by s.id"),
            asked("weightMin=-1.50", " and s.weight >= ? | [-1.50] | order by s.id"),
            asked("weightMax=2", " and s.weight <= ? | [2] | order by s.id"),
            asked("seenAtFrom=2021-01-01T08:00:00+08:00", " and s.seen >= ? | [2021-01-01T00:00Z] | order by s.id"),
            asked("q=50%_\\", " and (s.name ilike ? or s.note ilike ?) | [%50\\%\\_\\\\%, %50\\%\\_\\\\%] | order by s.id")
        ).map(line -> DynamicTest.dynamicTest(line[0].isEmpty() ? "nothing" : line[0], () -> {
            ListQuery query = ListQuery.read(STONES, "/stones", parameters(line[0]));
            assertEquals(line[1], query.conditions() + " | " + shown(query.bound()) + " | " + query.orderBy());
        }));
    }

    @TestFactory
    Stream<DynamicTest> whatMakesNoSenseIsRefused() {
        return Stream.of(
            asked("limit=0", "INVALID_VALUE ?limit"), asked("limit=101", "INVALID_VALUE ?limit"), asked("limit=ten", "INVALID_VALUE ?limit"),
            asked("limit=99999999999", "INVALID_VALUE ?limit"), asked("sort=size", "UNKNOWN_SORT ?sort"), asked("sort=", "UNKNOWN_SORT ?sort"),
            asked("sort=--id", "UNKNOWN_SORT ?sort"), asked("sort=id,id", "UNKNOWN_SORT ?sort"), asked("sort=id,-id", "UNKNOWN_SORT ?sort"),
            asked("sort=id; drop table s", "UNKNOWN_SORT ?sort"), asked("colour=BLUE", "INVALID_VALUE ?colour"), asked("colour=", "INVALID_VALUE ?colour"),
            asked("colour=RED,", "INVALID_VALUE ?colour"), asked("colour=red", "INVALID_VALUE ?colour"), asked("box=0", "INVALID_VALUE ?box"),
            asked("kin=agate,%", "INVALID_VALUE ?kin"), asked("mixed=BLUE", "INVALID_VALUE ?mixed"),
            asked("box=1234567890123456789", "INVALID_VALUE ?box"), asked("box=1' or 1=1", "INVALID_VALUE ?box"),
            asked("box=" + "1,".repeat(20) + "1", "INVALID_VALUE ?box"), asked("foundFrom=2021-02-29", "INVALID_VALUE ?foundFrom"),
            asked("foundFrom=+12021-02-28", "INVALID_VALUE ?foundFrom"), asked("weightMin=1e9", "INVALID_VALUE ?weightMin"),
            asked("weightMin=NaN", "INVALID_VALUE ?weightMin"), asked("weightMin=99999999999999999", "INVALID_VALUE ?weightMin"),
            asked("seenAtFrom=2021-01-01", "INVALID_VALUE ?seenAtFrom"), asked("q= ", "INVALID_VALUE ?q"),
            asked("q=" + "石".repeat(101), "INVALID_VALUE ?q"), asked("q=a\u0000b", "INVALID_VALUE ?q"), asked("q=\ud800", "INVALID_VALUE ?q"),
            asked("cursor=QUJD", "INVALID_CURSOR ?cursor")
        ).map(line -> DynamicTest.dynamicTest(line[0], () -> {
            Violation refused = assertThrows(Violation.class, () -> ListQuery.read(STONES, "/stones", parameters(line[0])));
            assertEquals(line[1], refused.code().name() + " " + refused.pointer());
        }));
    }

    @Test
    void aPageGoesOnAfterTheKeysOfTheRowBefore() {
        assertEquals(" and (s.found, s.id) < (cast(? as date), cast(? as bigint)) | [2021-05-01, 17]",
            after("sort=-found", "2021-05-01", "17"));
    }

    @Test
    void keysOfTwoDirectionsAreComparedOneByOneBehindABound() {
        assertEquals(" and s.found <= cast(? as date)"
            + " and (s.found < cast(? as date) or s.found = cast(? as date) and s.id > cast(? as bigint))"
            + " | [2021-05-01, 2021-05-01, 2021-05-01, 17]", after("sort=-found,id", "2021-05-01", "17"));
    }

    @Test
    void aCursorOfAnotherFilterOrderOrPlaceIsRefused() {
        String cursor = Cursor.encode("/stones found {colour=RED}", List.of("2021-05-01", "17"));
        ListQuery.read(STONES, "/stones", parameters("sort=found&colour=RED&limit=3&cursor=" + cursor));
        for (String other : List.of("sort=found&colour=GREEN", "sort=found", "sort=-found&colour=RED", "colour=RED",
            "sort=found&colour=RED&box=7")) {
            assertThrows(Violation.class, () -> ListQuery.read(STONES, "/stones", parameters(other + "&cursor=" + cursor)), other);
        }
        assertThrows(Violation.class, () -> ListQuery.read(STONES, "/others", parameters("sort=found&colour=RED&cursor=" + cursor)));
    }

    @Test
    void aForgedCursorIsNeverSql() {
        String forged = Cursor.encode("/stones found {}", List.of("' or true --", "17"));
        assertThrows(Violation.class, () -> ListQuery.read(STONES, "/stones", parameters("sort=found&cursor=" + forged)));
    }

    @Test
    void aRareCharacterOfAPieceOfTextCountsAsOne() {
        String rare = "\ud842\udfb7";
        ListQuery query = ListQuery.read(STONES, "/stones", parameters("q=" + rare.repeat(100)));
        assertEquals(List.of("%" + rare.repeat(100) + "%", "%" + rare.repeat(100) + "%"), query.bound());
        assertThrows(Violation.class, () -> ListQuery.read(STONES, "/stones", parameters("q=" + rare.repeat(101))));
    }

    @Test
    void aRareCharacterOfAValueCountsAsOne() {
        String rare = "\ud842\udfb7";
        assertEquals(rare.repeat(300), ValueKind.TEXT.value(rare.repeat(300)));
        assertNull(ValueKind.TEXT.value(rare.repeat(301)));
    }

    @Test
    void valuesKeepEveryDigit() {
        assertEquals(new BigDecimal("9999999999999999.99"), ValueKind.DECIMAL.value("9999999999999999.99"));
        assertEquals(LocalDate.of(2021, 12, 31), ValueKind.DATE.value("2021-12-31"));
        assertEquals(OffsetDateTime.parse("2021-04-20T02:00:00.123456Z"), ValueKind.INSTANT.value("2021-04-20T02:00:00.123456Z"));
    }

    private static String after(String asked, String... keys) {
        Map<String, String> parameters = parameters(asked);
        String sort = parameters.get("sort");
        ListQuery query = ListQuery.read(STONES, "/stones",
            parameters(asked + "&cursor=" + Cursor.encode("/stones " + sort + " {}", List.of(keys))));
        return query.conditions() + " | " + shown(query.bound());
    }

    private static String[] asked(String query, String expected) {
        return new String[] {query, expected};
    }

    private static Map<String, String> parameters(String query) {
        return Stream.of(query.split("&")).filter(one -> !one.isEmpty()).map(one -> one.split("=", 2))
            .collect(Collectors.toMap(one -> one[0], one -> one[1]));
    }

    private static List<Object> shown(List<Object> bound) {
        return bound.stream().map(one -> one instanceof Object[] several ? List.of(several) : one).toList();
    }
}
