package org.jixiao.chassis.paging;

/** An answer that is one page of a list. */
public interface Paged {

    /** Where the next page starts, or null on the last one. */
    String nextCursor();
}
