package org.jixiao.budget;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/**
 * Text is text and a whole number is a whole number: an amount sent as a JSON number is refused, not
 * turned into text, because it may have lost its last digits on the client's side already.
 */
@Singleton
class JsonStrictConfig implements ObjectMapperCustomizer {

    @Override
    public void customize(ObjectMapper json) {
        for (CoercionInputShape shape : CoercionInputShape.values()) {
            if (shape != CoercionInputShape.String && shape != CoercionInputShape.EmptyString) {
                json.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
            }
            if (shape != CoercionInputShape.Integer) {
                json.coercionConfigFor(LogicalType.Integer).setCoercion(shape, CoercionAction.Fail);
            }
        }
    }
}
