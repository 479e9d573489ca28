package org.jixiao.chassis.sheet.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.zip.ZipException;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

/** Tells a broken file, which is its sender's fault, from a broken disk, which is ours. */
final class Unreadable {

    private Unreadable() {
    }

    /** @param part what of the file is broken: an entry of an XLSX file, or the line */
    static Violation because(String part) {
        return new Violation(ChassisProblem.SHEET_UNREADABLE).with("part", part);
    }

    static Violation orFailed(String part, IOException e) {
        if (e instanceof ZipException || e instanceof java.io.EOFException || e instanceof CharacterCodingException) {
            return because(part);
        }
        throw new UncheckedIOException(e);
    }
}
