package org.jixiao.budget.department;

/** A budget department (预算部门): the tenant of everything in the suite. Keeps B16. */
public record Department(String code, String name) {

    /** What a department code looks like everywhere in the suite, and the codes below it. */
    public static final String CODE = "[A-Z0-9][A-Z0-9-]{0,20}";
}
