package org.jixiao.budget.project;

/**
 * A project (项目) that a department spends earmarked money on.
 *
 * @param implementingAgencyCode the unit that carries it out, or null where none is named
 */
public record Project(String code, String name, String implementingAgencyCode) {
}
