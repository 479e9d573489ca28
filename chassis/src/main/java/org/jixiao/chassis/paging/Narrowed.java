package org.jixiao.chassis.paging;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Supplier;

/** Put on an operation that sums up what a list would have: it takes the list's filters, but no order and no pages. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Narrowed {

    Class<? extends Supplier<Listing>> value();
}
