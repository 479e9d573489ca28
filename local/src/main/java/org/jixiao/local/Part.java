package org.jixiao.local;

import java.io.IOException;

/** Something of the suite that runs as a process of its own and at some moment becomes ready. */
interface Part {

    String name();

    int port();

    Child start(Children children) throws IOException;

    /** Looks once, without waiting long, and only at what answers: it works from any process. */
    boolean isReady() throws IOException;

    /** What it says about itself while it is not ready; may be empty. */
    default String complaint() {
        return "";
    }
}
