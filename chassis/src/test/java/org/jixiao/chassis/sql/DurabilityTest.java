package org.jixiao.chassis.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurabilityTest {

    @ParameterizedTest
    @ValueSource(strings = {"on", "remote_apply", "remote_write", "local"})
    void aDatabaseThatWritesBeforeItAnswersIsTrusted(String commit) {
        assertEquals(List.of(), Durability.refusals(Map.of("fsync", "on", "full_page_writes", "on", "synchronous_commit", commit)));
    }

    @Test
    void eachSettingThatLetsItForgetIsNamed() {
        assertEquals(List.of("the database has fsync off", "the database has synchronous_commit off"),
            Durability.refusals(Map.of("fsync", "off", "full_page_writes", "on", "synchronous_commit", "off")));
    }

    @Test
    void aSettingThatIsNotKnownIsNotTrusted() {
        assertEquals(List.of("the database has full_page_writes off"), Durability.refusals(Map.of("fsync", "on", "synchronous_commit", "on")));
    }
}
