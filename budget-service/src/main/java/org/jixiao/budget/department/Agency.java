package org.jixiao.budget.department;

/**
 * A budget unit (预算单位) of a department; units form a tree.
 *
 * @param parentCode the unit above, or null at the top
 */
public record Agency(String code, String name, String parentCode) {
}
