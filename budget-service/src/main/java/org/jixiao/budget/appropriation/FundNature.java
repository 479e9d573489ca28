package org.jixiao.budget.appropriation;

/** Where the money comes from (资金性质). Money of one nature never becomes money of another: B5. */
public enum FundNature {
    /** 一般公共预算 */
    GENERAL_PUBLIC_BUDGET,
    /** 政府性基金 */
    GOVERNMENT_FUND,
    /** 国有资本经营 */
    STATE_CAPITAL_OPERATING,
    /** 社会保险基金 */
    SOCIAL_INSURANCE_FUND,
    /** 财政专户管理的非税收入 */
    SPECIAL_ACCOUNT_NON_TAX,
    /** 单位资金 */
    AGENCY_OWN_FUNDS,
    /** 其他资金 */
    OTHER
}
