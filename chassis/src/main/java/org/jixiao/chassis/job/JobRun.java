package org.jixiao.chassis.job;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;

/** A job while it runs, as its work sees it. */
public interface JobRun {

    /** What it was asked for, as JSON text. */
    String parameters();

    /** Says how much there is to do. */
    void total(long steps);

    /**
     * Says how much is done; costs nothing, call it often.
     *
     * @throws JobStoppedException when the job was cancelled or another worker has taken it over
     */
    void done(long steps);

    /** Does something in a transaction, as the job's creator and for his departments only. */
    <T> T transaction(Supplier<T> work);

    /** The same where it may take longer than a request: the seconds after which it is taken back. */
    <T> T transaction(int timeoutSeconds, Supplier<T> work);

    /** Where the result goes, in pieces; close it to keep it. A job has one result or none. */
    OutputStream result(String fileName, String mediaType) throws IOException;

    /** Adds something worth knowing about the result, shown with the job. */
    void fact(String name, String value);
}
