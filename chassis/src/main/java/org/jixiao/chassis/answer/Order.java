package org.jixiao.chassis.answer;

/** In which order an answer is finished: what comes first has the higher number. */
final class Order {

    static final int NEXT_PAGE = 5400;
    static final int FIELDS = 5300;
    static final int ETAG = 5200;
    static final int CACHE = 5100;

    private Order() {
    }
}
