package org.jixiao.gateway.upstream;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many requests may be repeated: a share of those that came. Without it, a service that is down
 * gets each request several times just when it can bear the least.
 */
public final class RetryBudget {

    private final int price;
    private final int most;
    private final AtomicInteger saved;

    /**
     * @param percent repeated requests for a hundred that came
     * @param reserve repeated requests that are allowed without any that came
     */
    public RetryBudget(int percent, int reserve) {
        this.price = percent <= 0 ? Integer.MAX_VALUE : Math.max(1, 100 / percent);
        this.most = percent <= 0 ? 0 : reserve * price;
        this.saved = new AtomicInteger(most);
    }

    /** A request came. */
    public void earn() {
        if (saved.get() < most) {
            saved.incrementAndGet();
        }
    }

    /** False if nothing is left. */
    public boolean spend() {
        int now = saved.get();
        while (now >= price) {
            if (saved.compareAndSet(now, now - price)) {
                return true;
            }
            now = saved.get();
        }
        return false;
    }
}
