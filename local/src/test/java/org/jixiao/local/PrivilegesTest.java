package org.jixiao.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import org.junit.jupiter.api.Test;

class PrivilegesTest {

    @Test
    void anOrdinaryUserHasNothingToDrop() {
        Privileges privileges = Privileges.choose(1000, prefix -> fail("tried " + prefix));

        assertEquals(new Privileges(List.of(), 1000), privileges);
    }

    @Test
    void rootRunsTheDatabaseInAUserNamespace() {
        Privileges privileges = Privileges.choose(0, prefix -> true);

        assertEquals(new Privileges(List.of("unshare", "-U"), 0), privileges);
    }

    @Test
    void whereNamespacesAreRefusedTheDatabaseRunsAsNobody() {
        Privileges privileges = Privileges.choose(0, prefix -> prefix.get(0).equals("setpriv"));

        assertEquals("setpriv", privileges.prefix().get(0));
        assertEquals(65534, privileges.owner());
    }

    @Test
    void whereNothingWorksRootIsToldToBecomeAnOrdinaryUser() {
        assertThrows(StartFailure.class, () -> Privileges.choose(0, prefix -> false));
    }
}
