package org.jixiao.chassis.sheet;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever a file is: rows with faults, or a coded refusal. */
class SheetFuzzTest {

    @FuzzTest(maxDuration = "60s")
    void aFileIsReadOrRefused(FuzzedDataProvider data) {
        SheetBytesTest.readOrRefused(data.consumeRemainingAsBytes());
    }

    @FuzzTest(maxDuration = "60s")
    void aSheetIsReadOrRefused(FuzzedDataProvider data) {
        SheetBytesTest.readOrRefused(new Office().part("xl/sharedStrings.xml", "<sst>" + data.consumeString(200) + "</sst>")
            .sheet("一", data.consumeRemainingAsString()).bytes());
    }
}
