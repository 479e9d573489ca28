package org.jixiao.chassis.operation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Put on an operation that is deprecated: since when, until when it will answer, and what takes its place. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Retiring {

    /** The day from which it is deprecated, for example {@code 2026-12-01}. */
    String since();

    /** The first day on which it may be gone; not before {@link #since}. */
    String sunset();

    /** Address of what takes its place; empty where nothing does. */
    String successor() default "";

    /** Address of a page that tells how to move. */
    String page() default "/docs";
}
