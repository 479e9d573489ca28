package org.jixiao.budget.control;

/** Where spending can be stopped on its way from the budget to the payment. */
public enum ControlStage {
    /** 指标下达: releasing more than the adjusted budget. */
    ALLOTMENT,
    /** Reserving more than is available or released. */
    COMMITMENT,
    /** 支付: paying more than is available or released, outside a commitment. */
    PAYMENT
}
