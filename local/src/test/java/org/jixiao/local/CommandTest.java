package org.jixiao.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandTest {

    @Test
    void nothingTypedAsksForHelp() {
        assertEquals("help", Command.parse(List.of()).name());
    }

    @Test
    void optionsMayStandBeforeOrBehindTheWords() {
        Command command = Command.parse(List.of("logs", "-f", "kafka"));

        assertTrue(command.follow());
        assertEquals(List.of("kafka"), command.words());
    }

    @Test
    void aServiceCanBeLeftOutToBeRunByHand() {
        Command command = Command.parse(List.of("up", "--without", "budget-service", "--without", "report"));

        assertEquals(EnumSet.of(Service.GATEWAY, Service.EVALUATION), command.services());
    }

    @Test
    void allServicesAreStartedWhenNoneIsLeftOut() {
        assertEquals(EnumSet.allOf(Service.class), Command.parse(List.of("up")).services());
    }

    @Test
    void anUnknownOptionIsRefused() {
        assertThrows(Command.Misuse.class, () -> Command.parse(List.of("up", "--fast")));
    }

    @Test
    void anOptionWithoutItsValueIsRefused() {
        assertThrows(Command.Misuse.class, () -> Command.parse(List.of("up", "--port")));
    }
}
