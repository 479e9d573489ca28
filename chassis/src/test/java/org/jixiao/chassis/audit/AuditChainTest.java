package org.jixiao.chassis.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jixiao.chassis.audit.AuditChain.Break;
import org.jixiao.chassis.audit.AuditChain.Fault;
import org.junit.jupiter.api.Test;

/** What the verification sees, on chains made by hand. */
class AuditChainTest {

    private static final Instant NOON = Instant.parse("2022-04-12T12:00:00Z");

    private final List<AuditLink> links = new ArrayList<>();

    @Test
    void aChainAsItWasWrittenIsWhole() {
        seal(entry(1, NOON), NOON.plusSeconds(1));
        seal(entry(2, NOON.plusSeconds(5)), NOON.plusSeconds(6));
        assertNull(verified());
    }

    @Test
    void anEntryThatWaitedForTheSealerIsNotBackdated() {
        seal(entry(1, NOON), NOON.plusSeconds(1));
        seal(entry(2, NOON.plusSeconds(2)), NOON.plusSeconds(7_200));
        seal(entry(3, NOON.plusSeconds(3)), NOON.plusSeconds(7_200));
        assertNull(verified());
    }

    @Test
    void anEntryThatTheSealersBeforeMustHaveSeenIsBackdated() {
        seal(entry(1, NOON), NOON.plusSeconds(1));
        seal(entry(2, NOON.plusSeconds(7_200)), NOON.plusSeconds(7_201));
        seal(entry(3, NOON.plusSeconds(60)), NOON.plusSeconds(7_300));
        assertEquals(new Break("D1", 3, 3, Fault.ENTRY_BACKDATED), verified());
    }

    @Test
    void entriesOfAnotherDepartmentDoNotBelongHere() {
        seal(entry(1, NOON), NOON.plusSeconds(1));
        AuditChain other = new AuditChain("D2");
        assertEquals(Fault.ENTRY_ALTERED, other.next(links.get(0)).fault());
    }

    @Test
    void twoListsOfValuesNeverGiveTheSameText() {
        assertEquals("1:a,1:b 3:a,b -,0: 6:中文", AuditEntry.text(List.of("a", "b")) + " " + AuditEntry.text(List.of("a,b")) + " "
            + AuditEntry.text(Arrays.asList(null, "")) + " " + AuditEntry.text(List.of("中文")));
    }

    private Break verified() {
        AuditChain chain = new AuditChain("D1");
        return links.stream().map(chain::next).filter(broken -> broken != null).findFirst().orElse(null);
    }

    private void seal(AuditEntry entry, Instant sealedAt) {
        byte[] previous = links.isEmpty() ? new byte[32] : links.get(links.size() - 1).hash();
        AuditLink link = new AuditLink("D1", links.size() + 1, entry.id(), sealedAt, new byte[0], entry);
        links.add(new AuditLink("D1", link.position(), entry.id(), sealedAt, link.hashAfter(previous), entry));
    }

    private static AuditEntry entry(long id, Instant at) {
        return new AuditEntry(id, "D1", at, "DONE", "zhang.wei", "", "note.create", "note/1", null, null, null, null, null, null, null,
            AuditEntry.sha256(AuditEntry.text(Arrays.asList(String.valueOf(id), "D1", AuditEntry.micros(at), "DONE", "zhang.wei", "",
                "note.create", "note/1", null, null, null, null, null, null, null))));
    }
}
