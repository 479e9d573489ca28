package org.jixiao.budget.appropriation;

/** What the money is for. Keeps B11: personnel and operating together are basic expenditure. */
public enum ExpenditureKind {
    /** 人员经费 */
    PERSONNEL,
    /** 公用经费 */
    OPERATING,
    /** 项目支出 */
    PROJECT;

    public boolean isBasic() {
        return this != PROJECT;
    }
}
