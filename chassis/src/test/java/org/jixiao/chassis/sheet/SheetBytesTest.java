package org.jixiao.chassis.sheet;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jixiao.chassis.problem.Violation;
import org.junit.jupiter.api.Test;

/** Whatever bytes a file has: rows with faults, or a coded refusal. */
class SheetBytesTest {

    private static final SheetLimits SMALL = new SheetLimits(1 << 20, 10_000, 1 << 22, 200, 1 << 20);

    static void readOrRefused(byte[] file) {
        try {
            Reading.of(file, Reading.STONES, SMALL).faults().forEach(fault -> assertNotNull(fault));
        } catch (Violation refused) {
            assertNotNull(refused.code());
        }
    }

    /** Files that are nearly right reach furthest. */
    static byte[][] seeds() {
        Office office = new Office();
        String rows = Office.row(1, Office.text("A1", "名称"), office.shared("B1", "价格", "（万元）"), Office.text("C1", "发现日期"))
            + Office.row(2, Office.text("A2", "青金石"), Office.number("B2", "0.1"), Office.date("C2", "44306", 1))
            + Office.row(3, office.shared("A3", "石英"), "<c r='B3'><f>1+1</f><v>2</v></c>", "<c r='C3' t='e'><v>#REF!</v></c>");
        String csv = "单位：万元\n名称,价格,发现日期\n\"青\"\"金\n石\",\"1,234.5\",2021年4月20日\n合计,1,\n";
        return new byte[][] {office.sheet("一", rows).bytes(), csv.getBytes(StandardCharsets.UTF_8), csv.getBytes(Charset.forName("GB18030")),
            ("\ufeff" + csv).getBytes(StandardCharsets.UTF_16LE),
            "{\"name\":\"青金石\",\"price\":1.5}\n{\"name\":\"a\",\"price\":\"1,000\",\"foundOn\":\"20210420\"}\n".getBytes(StandardCharsets.UTF_8)};
    }

    @Test
    void aFileWithChangedBytesIsReadOrRefused() {
        Random random = new Random(7);
        for (byte[] seed : seeds()) {
            for (int i = 0; i < 1_500; i++) {
                byte[] file = seed.clone();
                for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                    file[random.nextInt(file.length)] = (byte) random.nextInt(256);
                }
                readOrRefused(random.nextInt(4) == 0 ? java.util.Arrays.copyOf(file, random.nextInt(file.length)) : file);
            }
        }
    }

    @Test
    void aWorkbookWithChangedPartsIsReadOrRefused() {
        Random random = new Random(8);
        for (int i = 0; i < 1_500; i++) {
            Office office = new Office();
            String rows = Office.row(1, Office.text("A1", "名称"), office.shared("B1", "价格"))
                + Office.row(2, Office.text("A2", "青金石"), Office.number("B2", "0.1"), Office.date("C2", "44306", 1));
            StringBuilder changed = new StringBuilder(rows);
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                int at = random.nextInt(changed.length());
                switch (random.nextInt(3)) {
                    case 0 -> changed.setCharAt(at, "<>&'/\u0000\ud800石9-".charAt(random.nextInt(10)));
                    case 1 -> changed.delete(at, Math.min(changed.length() - 1, at + random.nextInt(12)));
                    default -> changed.insert(at, new String[] {"<row>", "</c>", "<v>", "&x;", "<![CDATA[x]]>", "<!--", "r='ZZ0'"}[random.nextInt(7)]);
                }
            }
            readOrRefused(office.sheet("一", changed.toString()).bytes());
        }
    }

    @Test
    void anyBytesAreReadOrRefused() {
        Random random = new Random(9);
        for (int i = 0; i < 3_000; i++) {
            byte[] file = new byte[random.nextInt(300)];
            random.nextBytes(file);
            readOrRefused(file);
        }
    }
}
