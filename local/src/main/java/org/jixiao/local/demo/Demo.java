package org.jixiao.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jixiao.local.Environment;

/**
 * The main job on real input, once through: the example's ledger, forms and narrative go in by the
 * public API, the faults come out, are mended or explained, and the report is published.
 *
 * <p>Every step can be repeated: a POST carries a key that names the step, and what is already done
 * is not done again. So a demo that was cut off goes on where it was, and a second run changes nothing.
 */
public final class Demo {

    private final Story story;
    private final LedgerChapter ledger;
    private final FormsChapter forms;
    private final FindingsChapter findings;
    private final PublicationChapter publication;
    private final AuditChapter audit;

    private Demo(Stage stage) {
        story = stage.story;
        ledger = new LedgerChapter(stage);
        forms = new FormsChapter(stage);
        findings = new FindingsChapter(stage);
        publication = new PublicationChapter(stage);
        audit = new AuditChapter(stage);
    }

    /**
     * Runs the demo against a suite that is ready.
     *
     * @return 0 if all of it held, 1 otherwise
     */
    public static int run(Environment environment) {
        Demo demo = new Demo(new Stage(environment));
        try {
            if (demo.publication.isPublished()) {
                demo.lookAgain();
            } else {
                demo.wholeWay();
            }
        } catch (Stage.DemoBroken | UncheckedIOException broken) {
            demo.story.holds(false, broken.getMessage());
        }
        return demo.end();
    }

    private void wholeWay() {
        ledger.record();
        ledger.compareStatement();
        ledger.refuseOverspending();
        ledger.close();
        forms.handInAsPublished();
        publication.awaitStatement();
        story.chapter("Check of the whole package: forms, narrative and ledger with one another");
        if (forms.isAsPublished()) {
            List<JsonNode> all = new ArrayList<>(forms.findings());
            all.addAll(findings.ofPackage());
            findings.compare(all, List.of("evaluation", "report"));
            forms.refuseSubmission();
        } else {
            story.say("an earlier run has already mended the forms; the package is checked as it was published");
            findings.compare(findings.ofPackage(), List.of("report"));
        }
        forms.mend();
        forms.complete();
        publication.explainWhatHoldsIt();
        publication.verify();
        audit.read();
    }

    private void lookAgain() {
        story.chapter("The example is already published: nothing is changed, everything is looked at again");
        long entries = ledger.entryCount();
        ledger.compareStatement();
        story.chapter("Check of the package as it was published; nothing of it is stored");
        findings.compare(findings.ofPackage(), List.of("report"));
        publication.verify();
        audit.verifyChains();
        story.holds(ledger.entryCount() == entries, "this run changed nothing: " + entries + " ledger entries, one version");
    }

    private int end() {
        boolean held = story.broken().isEmpty();
        story.chapter(held ? "All of it held." : "Not all of it held:");
        story.broken().forEach(claim -> story.say("✗ " + claim));
        story.say("The suite keeps running: ./suite status shows it, ./suite down ends it.");
        return held ? 0 : 1;
    }
}
