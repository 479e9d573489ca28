package org.jixiao.gateway.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketsHandlerTest {

    private final AtomicLong clock = new AtomicLong(1);
    private final BucketsHandler buckets =
            new BucketsHandler("client", new Quota(3, Duration.ofSeconds(30)), clock::get);

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private void takeAll(String caller) {
        for (int i = 0; i < 3; i++) {
            buckets.take(caller);
        }
    }

    @Test
    void soManyAreAllowedAndTheNextIsNot() {
        takeAll("a");
        Standing standing = buckets.take("a");
        assertFalse(standing.allowed());
        assertEquals(10, standing.retrySeconds());
    }

    @Test
    void oneCallerDoesNotUseUpWhatAnotherHas() {
        takeAll("a");
        assertTrue(buckets.take("b").allowed());
    }

    @Test
    void afterAWhileOneMoreIsAllowed() {
        takeAll("a");
        pass(Duration.ofSeconds(10));
        assertTrue(buckets.take("a").allowed());
        assertFalse(buckets.take("a").allowed());
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        takeAll("a");
        buckets.giveBack("a");
        assertTrue(buckets.take("a").allowed());
        assertFalse(buckets.take("a").allowed());
    }

    @Test
    void toLookTakesNothing() {
        buckets.take("a");
        buckets.look("a");
        assertEquals(1, buckets.take("a").remaining());
    }

    @Test
    void anEmptyBucketIsSeenWithoutTaking() {
        takeAll("a");
        assertFalse(buckets.look("a").allowed());
        assertEquals(10, buckets.look("a").retrySeconds());
    }

    @Test
    void theFieldsSayLimitRestAndTime() {
        buckets.take("a");
        List<Standing> standings = List.of(buckets.take("a"));
        assertEquals("\"client\";q=3;w=30", Standing.policies(standings));
        assertEquals("\"client\";r=1;t=20", Standing.limits(standings));
    }

    @Test
    void severalLimitsAreOneList() {
        List<Standing> standings = List.of(buckets.take("a"),
                new BucketsHandler("department", new Quota(100, Duration.ofMinutes(1)), clock::get).take("D"));
        assertEquals("\"client\";q=3;w=30, \"department\";q=100;w=60", Standing.policies(standings));
        assertEquals("\"client\";r=2;t=10, \"department\";r=99;t=1", Standing.limits(standings));
    }

    @Test
    void aLimitIsWrittenAsRequestsInATime() {
        assertEquals(Optional.of(new Quota(600, Duration.ofMinutes(1))), Quota.of("600/1M"));
        assertEquals(Optional.of(new Quota(10, Duration.ofSeconds(5))), Quota.of("10/5S"));
        assertEquals(Optional.empty(), Quota.of("off"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "600", "0/1M", "-1/1M", "600/0M", "600/1D", "1e3/1M", "OFF"})
    void aLimitThatIsNoneStopsTheStart(String text) {
        assertThrows(IllegalArgumentException.class, () -> Quota.of(text));
    }
}
