package org.jixiao.report.publication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jixiao.report.assembly.Assembly.Arrived;
import org.jixiao.report.assembly.Assembly.SavedNarrative;
import org.jixiao.report.assembly.AssemblyTest;
import org.jixiao.report.crosscheck.Example;
import org.junit.jupiter.api.Test;

class PublicationTest {

    private static final Instant NOW = Instant.parse("2022-05-12T02:15:00Z");

    private final Arrived finished = AssemblyTest.finished();
    private final Report first = Publication.next(AssemblyTest.assembly(finished), null, NOW).orElseThrow();

    @Test
    void theFirstVersionSupersedesNothing() {
        assertEquals(1, first.version());
        assertEquals(null, first.supersedes());
        assertEquals(List.of(), first.changes());
        assertEquals(5, first.sources().size());
    }

    @Test
    void theSameArrivalsGiveTheSameHashAtAnyTime() {
        Report later = Publication.next(AssemblyTest.assembly(finished), null, NOW.plusSeconds(86_400)).orElseThrow();
        assertEquals(first.contentHash(), later.contentHash());
        assertEquals(first.contentHash(), Publication.contentHash(first));
    }

    @Test
    void nothingNewMakesNoVersion() {
        Arrived savedAgain = with(finished, new SavedNarrative(2, "sha256:9", Example.correctedNarrative()));
        assertEquals(Optional.empty(), Publication.next(AssemblyTest.assembly(savedAgain), Publication.tree(first), NOW));
    }

    @Test
    void theNextVersionSaysWhatChanged() {
        String words = Example.correctedNarrative().chapter(9).orElseThrow().body();
        Arrived changed = with(finished, new SavedNarrative(2, "sha256:9",
                Example.replaced(Example.correctedNarrative(), 9, words, "无")));
        Report second = Publication.next(AssemblyTest.assembly(changed), Publication.tree(first), NOW).orElseThrow();
        assertEquals(2, second.version());
        assertEquals(1, second.supersedes());
        assertEquals(List.of(new Report.Change("/chapters/8/body", words, "无")), second.changes());
        assertNotEquals(first.contentHash(), second.contentHash());
    }

    @Test
    void canonicalJsonSortsNamesAndKeepsDecimalsExact() {
        Map<String, Object> tree = new TreeMap<>(Map.of("b", CanonicalJson.tree(new BigDecimal("103.50")), "a",
                CanonicalJson.tree(List.of("一\"\n\u0001", 2, true))));
        assertEquals("{\"a\":[\"一\\\"\\n\\u0001\",2,true],\"b\":\"103.50\"}", CanonicalJson.write(tree));
        assertEquals("{}", CanonicalJson.write(Map.of()));
        assertEquals("[]", CanonicalJson.write(new ArrayList<>()));
    }

    @Test
    void whatIsAbsentIsLeftOut() {
        assertEquals("{\"after\":\"x\",\"pointer\":\"/a\"}",
                CanonicalJson.write(CanonicalJson.tree(new Report.Change("/a", null, "x"))));
    }

    private static Arrived with(Arrived arrived, SavedNarrative narrative) {
        return new Arrived(arrived.statement(), narrative, arrived.evaluations(), arrived.explanations());
    }
}
