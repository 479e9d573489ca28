package org.jixiao.report.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ContentDispositionTest {

    @Test
    void aChineseNameIsEncodedBesideAPlainOne() {
        assertEquals("attachment; filename=\"YF-2021-v1.xlsx\"; filename*=UTF-8''%E9%A2%84%E7%AE%97%EF%BC%882021%EF%BC%89.xlsx",
                ContentDisposition.of(true, "YF-2021-v1.xlsx", "预算（2021）.xlsx"));
    }

    @Test
    void whatCouldBreakTheHeaderOrThePathIsReplaced() {
        assertEquals("inline; filename=\"ab.pdf\"; filename*=UTF-8''_.._a_b_.pdf",
                ContentDisposition.of(false, "a\"\r\n/\\b.pdf", "/../a\u202eb\n.pdf"));
    }
}
