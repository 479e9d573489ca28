package org.jixiao.evaluation.form;

import com.fasterxml.jackson.databind.ObjectMapper;

/** The canonical writer without a container. */
public final class CanonicalJson {

    private CanonicalJson() {}

    public static CanonicalRenderer of(ObjectMapper json) {
        return new CanonicalRenderer(json);
    }
}
