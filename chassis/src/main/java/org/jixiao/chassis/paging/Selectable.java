package org.jixiao.chassis.paging;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Put on an operation that reads: {@code fields=…} chooses among the fields of the view. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Selectable {

    /** The record that is read, or that a list has as items. */
    Class<? extends Record> value();

    /** What is given whatever was chosen: the id, and what is needed to change the thing. */
    String[] always() default "id";
}
