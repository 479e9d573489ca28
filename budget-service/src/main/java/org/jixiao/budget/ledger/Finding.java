package org.jixiao.budget.ledger;

import java.math.BigDecimal;
import org.jixiao.budget.control.ControlMode;

/**
 * What spoke against a movement that is recorded all the same. Keeps B18.
 *
 * @param code            of the refusal that it would have been
 * @param policyVersion   the policy that let it pass, or null where it was not a matter of policy
 * @param appropriationId null where it is about the whole document
 * @param limit           what there was, in yuan, or null
 * @param requested       what was asked for, in yuan, or null
 */
public record Finding(String code, ControlMode mode, Integer policyVersion, Long appropriationId, BigDecimal limit,
                      BigDecimal requested) {
}
