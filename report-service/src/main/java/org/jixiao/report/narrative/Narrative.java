package org.jixiao.report.narrative;

import java.util.List;
import java.util.Optional;

/** The narrative report of a department-year: title, preamble and up to twelve chapters in order. */
public record Narrative(String title, String preamble, List<Chapter> chapters) {

    public static final int CHAPTERS = 12;

    public Narrative {
        chapters = List.copyOf(chapters);
    }

    public Optional<Chapter> chapter(int number) {
        return chapters.stream().filter(chapter -> chapter.number() == number).findFirst();
    }
}
