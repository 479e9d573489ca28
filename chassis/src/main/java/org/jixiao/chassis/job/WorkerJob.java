package org.jixiao.chassis.job;

import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.SystemHandler;
import org.jixiao.chassis.job.JobRepository.Result;
import org.jixiao.chassis.job.JobRepository.Stored;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Sentence;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.request.RequestIdFilter;

/**
 * Runs jobs, a few at a time, each as its creator. Every instance of a service does so: a job goes to
 * one of them, and to another one when that is not heard of any more.
 */
@ApplicationScoped
public class WorkerJob {

    private static final Logger LOG = Logger.getLogger(WorkerJob.class);

    private static final Caller SELF = Caller.system("jobs", "");
    private static final long LOOK_EVERY_MS = 1_000;
    private static final int TIDY_EVERY_LOOKS = 60;
    private static final int PIECE_SIZE = 512 * 1024;

    private final JobRepository jobs;
    private final SystemHandler system;
    private final List<JobWork> kinds;
    private final int runningMax;
    private final Duration lostAfter;
    private final Duration keep;
    private final UUID worker = UUID.randomUUID();
    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private final ExecutorService workers;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private Thread dispatcher;

    WorkerJob(JobRepository jobs, SystemHandler system, @All List<JobWork> kinds,
              @ConfigProperty(name = "jixiao.job.running-max", defaultValue = "2") int runningMax,
              @ConfigProperty(name = "jixiao.job.lost-after", defaultValue = "PT30S") Duration lostAfter,
              @ConfigProperty(name = "jixiao.job.keep", defaultValue = "P7D") Duration keep) {
        this.jobs = jobs;
        this.system = system;
        this.kinds = kinds;
        this.runningMax = runningMax;
        this.lostAfter = lostAfter;
        this.keep = keep;
        this.workers = Executors.newFixedThreadPool(runningMax, work -> {
            Thread thread = new Thread(work, "job-worker");
            thread.setDaemon(true);
            return thread;
        });
    }

    void start(@Observes StartupEvent started) {
        dispatcher = new Thread(this::dispatch, "jobs");
        dispatcher.setDaemon(true);
        dispatcher.start();
    }

    /** What runs here is left as if the machine were lost: another instance, or this one later, begins it anew. */
    void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
        stopping.countDown();
        running.forEach(one -> one.stop("the service stops"));
        workers.shutdown();
        workers.awaitTermination(5, TimeUnit.SECONDS);
        dispatcher.join(TimeUnit.SECONDS.toMillis(5));
    }

    private void dispatch() {
        int looks = 0;
        try {
            while (!stopping.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
                try {
                    look(looks++ % TIDY_EVERY_LOOKS == 0);
                } catch (RuntimeException later) {
                    LOG.warnf("jobs wait: %s", later);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(boolean tidy) {
        running.forEach(Running::beat);
        while (running.size() < runningMax && stopping.getCount() > 0) {
            Optional<Stored> claimed = asSelf(() -> jobs.claim(worker, lostAfter));
            if (claimed.isEmpty()) {
                break;
            }
            Running job = new Running(claimed.get());
            running.add(job);
            workers.execute(job::run);
        }
        if (tidy) {
            asSelf(() -> {
                jobs.giveUpLost(lostAfter, problem(new Violation(ChassisProblem.JOB_ABANDONED)));
                jobs.tidy(keep);
                return null;
            });
        }
    }

    private <T> T asSelf(Supplier<T> work) {
        return system.transaction(SELF, work);
    }

    private String problem(Violation violation) {
        Map<String, Object> problem = new LinkedHashMap<>(violation.params());
        problem.put("code", violation.code().name());
        problem.put("status", violation.code().status());
        problem.put("title", Sentence.of(violation.code(), violation.params(), Locale.SIMPLIFIED_CHINESE));
        problem.put("titleEnglish", Sentence.of(violation.code(), violation.params(), Locale.ENGLISH));
        return jobs.text(problem);
    }

    /** One job in this worker's hands. */
    private final class Running implements JobRun {

        private final Stored job;
        private final Map<String, String> facts = new LinkedHashMap<>();
        private Result result;
        private volatile long done;
        private volatile Long total;
        private volatile String stopped;
        private volatile boolean cancelled;

        Running(Stored job) {
            this.job = job;
        }

        void run() {
            if (job.requestId() != null) {
                MDC.put(RequestIdFilter.KEY, job.requestId());
            }
            try {
                JobWork work = kinds.stream().filter(one -> one.kind().equals(job.kind())).findFirst().orElseThrow();
                work.run(this);
                end(JobState.SUCCEEDED, null);
            } catch (JobStoppedException stop) {
                LOG.infof("job %s stopped: %s", job.id(), stop.getMessage());
                if (cancelled) {
                    end(JobState.CANCELLED, null);
                }
            } catch (IOException | RuntimeException failure) {
                Violation violation = violation(failure);
                if (violation.code() == ChassisProblem.INTERNAL_ERROR) {
                    LOG.errorf(failure, "job %s failed", job.id());
                }
                end(JobState.FAILED, problem(violation));
            } finally {
                running.remove(this);
                MDC.remove(RequestIdFilter.KEY);
            }
        }

        private Violation violation(Throwable failure) {
            for (Throwable inner = failure; inner != null; inner = inner.getCause()) {
                if (inner instanceof Violation violation) {
                    return violation;
                }
            }
            return new Violation(ChassisProblem.INTERNAL_ERROR);
        }

        private void end(JobState state, String problem) {
            Result made = state != JobState.SUCCEEDED || result == null ? null
                : new Result(result.name(), result.mediaType(), result.size(), result.sha256(), jobs.text(facts));
            try {
                if (!asSelf(() -> jobs.end(job, worker, state, done, total, problem, made))) {
                    LOG.warnf("job %s ended here as %s, but another worker has it", job.id(), state);
                }
            } catch (RuntimeException lost) {
                // it will be found without a heartbeat and begun again
                LOG.warnf("the end of job %s could not be stored: %s", job.id(), lost);
            }
        }

        void beat() {
            Optional<Boolean> cancel = asSelf(() -> jobs.beat(job, worker, done, total));
            if (cancel.isEmpty()) {
                stop("another worker has it");
            } else if (cancel.get()) {
                cancelled = true;
                stop("cancelled");
            }
        }

        void stop(String why) {
            stopped = why;
        }

        private void requireNotStopped() {
            if (stopped != null) {
                throw new JobStoppedException(stopped);
            }
        }

        @Override
        public String parameters() {
            return job.parameters();
        }

        @Override
        public void total(long steps) {
            total = steps;
        }

        @Override
        public void done(long steps) {
            done = steps;
            requireNotStopped();
        }

        @Override
        public <T> T transaction(Supplier<T> work) {
            requireNotStopped();
            return system.transaction(job.creator(), work);
        }

        @Override
        public <T> T transaction(int timeoutSeconds, Supplier<T> work) {
            requireNotStopped();
            return system.transaction(job.creator(), timeoutSeconds, work);
        }

        @Override
        public OutputStream result(String fileName, String mediaType) {
            return new Pieces(fileName, mediaType);
        }

        @Override
        public void fact(String name, String value) {
            facts.put(name, value);
        }

        /** Stores what is written, piece by piece. */
        private final class Pieces extends OutputStream {

            private final String fileName;
            private final String mediaType;
            private final MessageDigest digest;
            private final byte[] waiting = new byte[PIECE_SIZE];
            private int filled;
            private int pieces;
            private long size;

            Pieces(String fileName, String mediaType) {
                this.fileName = fileName;
                this.mediaType = mediaType;
                try {
                    this.digest = MessageDigest.getInstance("SHA-256");
                } catch (NoSuchAlgorithmException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void write(int one) {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                digest.update(bytes, offset, length);
                size += length;
                int from = offset;
                while (from < offset + length) {
                    int some = Math.min(PIECE_SIZE - filled, offset + length - from);
                    System.arraycopy(bytes, from, waiting, filled, some);
                    filled += some;
                    from += some;
                    if (filled == PIECE_SIZE) {
                        store();
                    }
                }
            }

            private void store() {
                requireNotStopped();
                byte[] piece = Arrays.copyOf(waiting, filled);
                if (!asSelf(() -> jobs.addPiece(job, worker, pieces, piece))) {
                    throw new JobStoppedException("another worker has it");
                }
                pieces++;
                filled = 0;
            }

            @Override
            public void close() {
                if (filled > 0) {
                    store();
                }
                if (result == null) {
                    result = new Result(fileName, mediaType, size, HexFormat.of().formatHex(digest.digest()), null);
                }
            }
        }
    }
}
