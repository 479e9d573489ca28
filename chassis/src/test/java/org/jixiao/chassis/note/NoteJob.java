package org.jixiao.chassis.note;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jixiao.chassis.job.JobRun;
import org.jixiao.chassis.job.JobWork;

/** Writes the notes that its creator may see; a parameter makes it wait to be cancelled, or fail. */
@ApplicationScoped
public class NoteJob implements JobWork {

    @Override
    public String kind() {
        return "note-export";
    }

    @Override
    public void run(JobRun run) throws IOException {
        run.total(10);
        if (run.parameters().contains("fail")) {
            throw new IllegalStateException("failed on purpose");
        }
        while (run.parameters().contains("wait")) {
            run.done(3);
            Thread.onSpinWait();
        }
        List<String> texts = run.transaction(() -> NoteEntity.<NoteEntity>listAll().stream().map(note -> note.text).toList());
        try (OutputStream file = run.result("notes.txt", "text/plain")) {
            file.write(String.join("\n", texts).getBytes(StandardCharsets.UTF_8));
        }
        run.fact("notes", String.valueOf(texts.size()));
        run.done(10);
    }
}
