package org.jixiao.chassis.paging;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Supplier;

/** Put on an operation that answers with a list: names what the list can be asked for. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Listed {

    Class<? extends Supplier<Listing>> value();

    /** Whether the whole list is answered at once, so that there are no pages to ask for. */
    boolean whole() default false;
}
