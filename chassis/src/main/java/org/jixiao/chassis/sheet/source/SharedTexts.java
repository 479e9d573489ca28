package org.jixiao.chassis.sheet.source;

import java.nio.charset.StandardCharsets;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

/**
 * The texts that the cells of an XLSX file share, as bytes one after the other: a third of what strings would take. They grow
 * block by block, so that what is there is never copied, nor held twice.
 */
final class SharedTexts {

    private static final int BLOCK = 1 << 16;
    private static final int ENDS = BLOCK / Integer.BYTES;

    private final int bytesMax;
    private final byte[][] bytes;
    private final int[][] ends;
    private int size;

    SharedTexts(int bytesMax) {
        this.bytesMax = bytesMax;
        bytes = new byte[bytesMax / BLOCK + 1][];
        ends = new int[bytesMax / BLOCK + 1][];
    }

    void add(CharSequence text) {
        byte[] more = text.toString().getBytes(StandardCharsets.UTF_8);
        int start = start(size);
        if ((long) start + more.length + (long) Integer.BYTES * size >= bytesMax) {
            throw new Violation(ChassisProblem.SHEET_TOO_LARGE).with("limit", "textBytes").with("max", bytesMax);
        }
        for (int from = 0; from < more.length;) {
            int block = (start + from) / BLOCK;
            bytes[block] = bytes[block] == null ? new byte[BLOCK] : bytes[block];
            from += copy(more, from, bytes[block], (start + from) % BLOCK, more.length - from);
        }
        ends[size / ENDS] = size % ENDS == 0 ? new int[ENDS] : ends[size / ENDS];
        ends[size / ENDS][size % ENDS] = start + more.length;
        size++;
    }

    private int start(int index) {
        return index == 0 ? 0 : ends[(index - 1) / ENDS][(index - 1) % ENDS];
    }

    /** Null where there is no such text. */
    String get(int index) {
        if (index < 0 || index >= size) {
            return null;
        }
        int start = start(index);
        byte[] text = new byte[start(index + 1) - start];
        for (int done = 0; done < text.length;) {
            done += copy(bytes[(start + done) / BLOCK], (start + done) % BLOCK, text, done, text.length - done);
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    /** So many as there is room for. */
    private static int copy(byte[] source, int from, byte[] target, int to, int wanted) {
        int length = Math.min(wanted, Math.min(source.length - from, target.length - to));
        System.arraycopy(source, from, target, to, length);
        return length;
    }
}
