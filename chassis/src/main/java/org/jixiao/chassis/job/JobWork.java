package org.jixiao.chassis.job;

import java.io.IOException;

/** Something that takes longer than a request may. One bean for each kind. */
public interface JobWork {

    /** The kind of job that this does, for example {@code note-export}. */
    String kind();

    /**
     * Does the work, in transactions of its own. It may be started again from the beginning on
     * another machine when this one is lost, so it must not matter how often that happens.
     */
    void run(JobRun run) throws IOException;
}
