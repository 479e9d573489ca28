package org.jixiao.chassis.paging;

/**
 * Something that a list can be sorted by.
 *
 * @param name   the field as clients know it
 * @param column SQL of ours, never a client's text; must not be null in any row
 */
public record SortKey(String name, ValueKind kind, String column) {
}
