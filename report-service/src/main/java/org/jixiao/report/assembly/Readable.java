package org.jixiao.report.assembly;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;

/**
 * A bound on decimals that come from outside: one like {@code 1E+999999999} is short to send and fills the memory when
 * it is written out.
 */
public final class Readable {

    private static final int DIGITS_MAX = 30;

    private Readable() {
    }

    /** Whether every decimal in a record and in what it holds can be written in a reasonable number of digits. */
    public static boolean test(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.precision() <= DIGITS_MAX && decimal.scale() >= -DIGITS_MAX && decimal.scale() <= DIGITS_MAX;
        }
        if (value instanceof Iterable<?> list) {
            for (Object one : list) {
                if (!test(one)) {
                    return false;
                }
            }
            return true;
        }
        if (value instanceof Record) {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                if (!test(component(value, component))) {
                    return false;
                }
            }
        }
        return true;
    }

    public static void require(Object value) {
        if (!test(value)) {
            throw new IllegalArgumentException("a decimal with more than " + DIGITS_MAX + " digits");
        }
    }

    private static Object component(Object value, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
