package org.jixiao.chassis.sheet.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

/** The texts that the cells of an XLSX file share, as bytes one after the other: a third of what strings would take. */
final class SharedTexts {

    private final int bytesMax;
    private byte[] bytes = new byte[1 << 12];
    private int[] ends = new int[256];
    private int size;

    SharedTexts(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    void add(CharSequence text) {
        byte[] more = text.toString().getBytes(StandardCharsets.UTF_8);
        int start = size == 0 ? 0 : ends[size - 1];
        if ((long) start + more.length + 4L * size > bytesMax) {
            throw new Violation(ChassisProblem.SHEET_TOO_LARGE).with("limit", "textBytes").with("max", bytesMax);
        }
        if (start + more.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(start + more.length, bytes.length + (bytes.length >> 1)));
        }
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size + (size >> 1));
        }
        System.arraycopy(more, 0, bytes, start, more.length);
        ends[size++] = start + more.length;
    }

    /** Null where there is no such text. */
    String get(int index) {
        if (index < 0 || index >= size) {
            return null;
        }
        int start = index == 0 ? 0 : ends[index - 1];
        return new String(bytes, start, ends[index] - start, StandardCharsets.UTF_8);
    }
}
