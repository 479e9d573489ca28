package org.jixiao.gateway.upstream;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * Chooses an instance: of two taken at random the one with fewer requests under way, which does as
 * well as looking at all of them and does not send everybody to the same one.
 */
public final class Balancer {

    private final List<Instance> stable;
    private final List<Instance> canaries;
    private final int canaryPercent;
    private final IntUnaryOperator random;

    /**
     * @param canaryPercent the share of callers that belong to the canaries
     * @param random        gives a number from 0 up to, not including, its argument
     */
    public Balancer(List<Instance> instances, int canaryPercent, IntUnaryOperator random) {
        this.stable = instances.stream().filter(instance -> !instance.isCanary()).toList();
        this.canaries = instances.stream().filter(Instance::isCanary).toList();
        this.canaryPercent = canaryPercent;
        this.random = random;
    }

    /** A caller stays with the canaries or without them, as long as its name and the share stay. */
    public boolean isForCanary(String caller) {
        return !canaries.isEmpty() && Math.floorMod(spread(caller.hashCode()), 100) < canaryPercent;
    }

    /**
     * The instance for the next attempt, already admitted by its circuit; another one than those
     * tried before if there is one. Empty if all circuits are open.
     */
    public Optional<Instance> choose(boolean canary, Set<Instance> tried) {
        if (canary) {
            Optional<Instance> chosen = among(canaries, tried);
            if (chosen.isPresent()) {
                return chosen;
            }
        }
        return among(stable, tried);
    }

    /** Whether a repetition could go to an instance that has not been tried. */
    public boolean hasOther(Set<Instance> tried) {
        return stable.stream().anyMatch(instance -> !tried.contains(instance) && instance.circuit().wouldAdmit());
    }

    private Optional<Instance> among(List<Instance> pool, Set<Instance> tried) {
        if (pool.size() == 1) {
            Instance only = pool.get(0);
            return only.circuit().admit() ? Optional.of(only) : Optional.empty();
        }
        List<Instance> able = new ArrayList<>(pool.size());
        List<Instance> unready = new ArrayList<>(0);
        for (Instance instance : pool) {
            if (!tried.contains(instance) && instance.circuit().wouldAdmit()) {
                (instance.isReady() ? able : unready).add(instance);
            }
        }
        // an instance that says it is not ready can still say so to the caller better than nobody
        return pick(able).or(() -> pick(unready))
                .or(() -> tried.isEmpty() ? Optional.empty() : among(pool, Set.of()));
    }

    private Optional<Instance> pick(List<Instance> able) {
        if (able.isEmpty()) {
            return Optional.empty();
        }
        int first = random.applyAsInt(able.size());
        Instance one = able.get(first);
        if (able.size() > 1) {
            Instance other = able.get((first + 1 + random.applyAsInt(able.size() - 1)) % able.size());
            // an instance on trial must get its trial, however few requests the others have
            one = isOnTrial(other) || !isOnTrial(one) && other.running() < one.running() ? other : one;
        }
        return one.circuit().admit() ? Optional.of(one) : Optional.empty();
    }

    private static boolean isOnTrial(Instance instance) {
        return instance.circuit().state() != Circuit.State.CLOSED;
    }

    /** Hash codes of similar texts are similar; the share must not depend on that. */
    private static int spread(int hash) {
        int h = hash * 0x9e3779b1;
        return h ^ h >>> 15;
    }
}
