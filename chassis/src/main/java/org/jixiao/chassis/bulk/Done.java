package org.jixiao.chassis.bulk;

/** What was done for one item: the thing as it now is, and where it is. */
public record Done<R>(String location, R resource) {
}
