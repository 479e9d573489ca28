package org.jixiao.gateway.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BalancerTest {

    private final Random random = new Random(7);
    private final Instance one = instance("one", false);
    private final Instance two = instance("two", false);
    private final Instance next = instance("next", true);
    private final Balancer balancer = new Balancer(List.of(one, two, next), 20, random::nextInt);

    @Test
    void theOneWithFewerRequestsUnderWayIsChosen() {
        one.begin();
        assertEquals(Optional.of(two), balancer.choose(false, Set.of()));
    }

    @Test
    void equalOnesShareTheRequests() {
        long first = IntStream.range(0, 1_000).filter(i -> balancer.choose(false, Set.of()).orElseThrow() == one).count();
        assertTrue(first > 400 && first < 600, () -> "one got " + first);
    }

    @Test
    void whatIsNotReadyIsLeftOut() {
        one.seen(false);
        assertEquals(Optional.of(two), balancer.choose(false, Set.of()));
    }

    @Test
    void ifNoneIsReadyOneIsAskedNevertheless() {
        one.seen(false);
        two.seen(false);
        assertTrue(balancer.choose(false, Set.of()).isPresent());
    }

    @Test
    void anOpenCircuitIsLeftOut() {
        one.broke();
        assertEquals(Optional.of(two), balancer.choose(false, Set.of()));
        two.broke();
        assertEquals(Optional.empty(), balancer.choose(false, Set.of()));
    }

    @Test
    void aRepetitionGoesToAnotherInstance() {
        assertEquals(Optional.of(two), balancer.choose(false, Set.of(one)));
        assertTrue(balancer.hasOther(Set.of(one)));
        assertEquals(false, balancer.hasOther(Set.of(one, two)));
    }

    @Test
    void theCanaryGetsItsShareOfCallers() {
        long canaries = IntStream.range(0, 10_000).filter(i -> balancer.isForCanary("10.0." + i / 256 + "." + i % 256)).count();
        assertTrue(canaries > 1_800 && canaries < 2_200, () -> "the canary got " + canaries);
    }

    @Test
    void aCallerStaysWhereItIs() {
        assertEquals(balancer.isForCanary("officer-1"), balancer.isForCanary("officer-1"));
    }

    @Test
    void aCanaryThatIsDeadIsReplacedByTheStableOnes() {
        assertEquals(Optional.of(next), balancer.choose(true, Set.of()));
        next.broke();
        assertTrue(Set.of(one, two).contains(balancer.choose(true, Set.of()).orElseThrow()));
    }

    private static Instance instance(String name, boolean canary) {
        URI url = URI.create("http://" + name + ":80");
        return new Instance(url, url, canary, new Circuit(1, 1_000, 1_000, () -> 0), 1);
    }
}
