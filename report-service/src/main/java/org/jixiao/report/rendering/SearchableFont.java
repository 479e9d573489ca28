package org.jixiao.report.rendering;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A TrueType font rewritten so that text set in it can be searched and copied from a PDF.
 *
 * <p>Chinese fonts give one glyph to several code points: the glyph of 门 (U+95E8) is also that of the radical U+2ED4.
 * A PDF stores glyphs, and the way back picks the lowest code point, so a search for 部门 finds nothing.
 * Here a radical or a compatibility ideograph loses its entry in the character map where an ordinary character has the
 * same glyph; {@link #ordinary(String)} does the same to the text that is to be set.
 *
 * <p>The layout tables are left out, too: they would join two dashes into one glyph that has no code point, and nothing
 * here is set vertically.
 */
final class SearchableFont {

    private static final int TRUE_TYPE = 0x00010000;
    private static final int DIRECTORY = 12;
    private static final int DIRECTORY_ENTRY = 16;
    private static final int CODE_POINT_MAX = 0x10FFFF;
    private static final Set<String> LEFT_OUT =
            Set.of("GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "DSIG", "STAT");

    private SearchableFont() {
    }

    /**
     * @param trueType the bytes of a TrueType font with a Unicode character map of format 4 or 12
     * @return the bytes of the same font with the filtered character map
     * @throws IllegalArgumentException if the bytes are no such font
     */
    static byte[] of(byte[] trueType) {
        Map<String, ByteBuffer> tables = tables(trueType);
        ByteBuffer cmap = tables.get("cmap");
        if (cmap == null) {
            throw new IllegalArgumentException("the font has no character map");
        }
        tables.keySet().removeAll(LEFT_OUT);
        tables.put("cmap", characterMap(filtered(glyphs(cmap))));
        return file(tables);
    }

    /** Replaces radicals and compatibility ideographs by the characters that they stand for, and nothing else. */
    static String ordinary(String text) {
        if (text.codePoints().noneMatch(SearchableFont::isDouble)) {
            return text;
        }
        StringBuilder ordinary = new StringBuilder(text.length());
        text.codePoints().forEach(codePoint -> {
            String one = Character.toString(codePoint);
            ordinary.append(isDouble(codePoint) ? Normalizer.normalize(one, Normalizer.Form.NFKC) : one);
        });
        return ordinary.toString();
    }

    /** CJK radicals supplement, Kangxi radicals, and the two blocks of compatibility ideographs. */
    private static boolean isDouble(int codePoint) {
        return codePoint >= 0x2E80 && codePoint <= 0x2FDF
                || codePoint >= 0xF900 && codePoint <= 0xFAFF
                || codePoint >= 0x2F800 && codePoint <= 0x2FA1F;
    }

    private static TreeMap<Integer, Integer> filtered(TreeMap<Integer, Integer> glyphs) {
        Map<Integer, Integer> ordinary = new HashMap<>();
        glyphs.forEach((codePoint, glyph) -> {
            if (!isDouble(codePoint)) {
                ordinary.put(glyph, codePoint);
            }
        });
        TreeMap<Integer, Integer> kept = new TreeMap<>(glyphs);
        kept.entrySet().removeIf(entry -> isDouble(entry.getKey()) && ordinary.containsKey(entry.getValue()));
        return kept;
    }

    private static Map<String, ByteBuffer> tables(byte[] trueType) {
        ByteBuffer font = ByteBuffer.wrap(trueType);
        if (trueType.length < DIRECTORY || font.getInt(0) != TRUE_TYPE) {
            throw new IllegalArgumentException("not a TrueType font");
        }
        Map<String, ByteBuffer> tables = new TreeMap<>();
        for (int i = 0; i < Short.toUnsignedInt(font.getShort(4)); i++) {
            int entry = DIRECTORY + DIRECTORY_ENTRY * i;
            String tag = new String(trueType, entry, 4, StandardCharsets.ISO_8859_1);
            tables.put(tag, font.slice(font.getInt(entry + 8), font.getInt(entry + 12)));
        }
        return tables;
    }

    /** The glyph of each code point, from the richest Unicode subtable. */
    private static TreeMap<Integer, Integer> glyphs(ByteBuffer cmap) {
        ByteBuffer small = null;
        for (int i = 0; i < Short.toUnsignedInt(cmap.getShort(2)); i++) {
            int record = 4 + 8 * i;
            int platform = cmap.getShort(record);
            int offset = cmap.getInt(record + 4);
            ByteBuffer subtable = cmap.slice(offset, cmap.capacity() - offset);
            int format = subtable.getShort(0);
            if (format == 12 && (platform == 0 || platform == 3)) {
                return groups(subtable);
            }
            if (format == 4 && (platform == 0 || platform == 3)) {
                small = subtable;
            }
        }
        if (small == null) {
            throw new IllegalArgumentException("the font has no Unicode character map of format 4 or 12");
        }
        return segments(small);
    }

    private static TreeMap<Integer, Integer> groups(ByteBuffer format12) {
        TreeMap<Integer, Integer> glyphs = new TreeMap<>();
        for (int i = 0; i < format12.getInt(12); i++) {
            int group = 16 + 12 * i;
            int first = format12.getInt(group);
            int last = Math.min(format12.getInt(group + 4), CODE_POINT_MAX);
            for (int codePoint = first; codePoint <= last; codePoint++) {
                glyphs.put(codePoint, format12.getInt(group + 8) + codePoint - first);
            }
        }
        return glyphs;
    }

    private static TreeMap<Integer, Integer> segments(ByteBuffer format4) {
        TreeMap<Integer, Integer> glyphs = new TreeMap<>();
        int width = Short.toUnsignedInt(format4.getShort(6));
        for (int i = 0; i < width; i += 2) {
            int last = Short.toUnsignedInt(format4.getShort(14 + i));
            int first = Short.toUnsignedInt(format4.getShort(16 + width + i));
            int delta = format4.getShort(16 + 2 * width + i);
            int rangeAt = 16 + 3 * width + i;
            int range = Short.toUnsignedInt(format4.getShort(rangeAt));
            for (int codePoint = first; codePoint <= last && codePoint < 0xFFFF; codePoint++) {
                int glyph = range == 0
                        ? codePoint
                        : Short.toUnsignedInt(format4.getShort(rangeAt + range + 2 * (codePoint - first)));
                if (range == 0 || glyph != 0) {
                    glyph = glyph + delta & 0xFFFF;
                }
                if (glyph != 0) {
                    glyphs.put(codePoint, glyph);
                }
            }
        }
        return glyphs;
    }

    /** A character map with one subtable of format 12 (Windows, full Unicode). */
    private static ByteBuffer characterMap(TreeMap<Integer, Integer> glyphs) {
        List<int[]> groups = new ArrayList<>();
        glyphs.forEach((codePoint, glyph) -> {
            int[] open = groups.isEmpty() ? null : groups.get(groups.size() - 1);
            if (open != null && open[1] + 1 == codePoint && open[2] + codePoint - open[0] == glyph) {
                open[1] = codePoint;
            } else {
                groups.add(new int[] {codePoint, codePoint, glyph});
            }
        });
        int length = 16 + 12 * groups.size();
        ByteBuffer cmap = ByteBuffer.allocate(12 + length);
        cmap.putShort((short) 0).putShort((short) 1);
        cmap.putShort((short) 3).putShort((short) 10).putInt(12);
        cmap.putShort((short) 12).putShort((short) 0).putInt(length).putInt(0).putInt(groups.size());
        groups.forEach(group -> cmap.putInt(group[0]).putInt(group[1]).putInt(group[2]));
        return cmap.flip();
    }

    private static byte[] file(Map<String, ByteBuffer> tables) {
        int count = tables.size();
        int power = Integer.highestOneBit(count);
        int size = DIRECTORY + DIRECTORY_ENTRY * count;
        for (ByteBuffer table : tables.values()) {
            size += padded(table.capacity());
        }
        byte[] bytes = new byte[size];
        ByteBuffer font = ByteBuffer.wrap(bytes);
        font.putInt(TRUE_TYPE).putShort((short) count).putShort((short) (power * DIRECTORY_ENTRY));
        font.putShort((short) Integer.numberOfTrailingZeros(power));
        font.putShort((short) ((count - power) * DIRECTORY_ENTRY));
        int offset = DIRECTORY + DIRECTORY_ENTRY * count;
        for (Map.Entry<String, ByteBuffer> entry : tables.entrySet()) {
            ByteBuffer table = entry.getValue();
            int length = table.capacity();
            font.put(offset, table, 0, length);
            font.put(entry.getKey().getBytes(StandardCharsets.ISO_8859_1));
            font.putInt(checksum(font, offset, padded(length))).putInt(offset).putInt(length);
            offset += padded(length);
        }
        return bytes;
    }

    private static int padded(int length) {
        return length + 3 & ~3;
    }

    private static int checksum(ByteBuffer font, int offset, int length) {
        int sum = 0;
        for (int i = offset; i < offset + length; i += 4) {
            sum += font.getInt(i);
        }
        return sum;
    }
}
