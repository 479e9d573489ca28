package org.jixiao.budget.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalDate;
import java.util.List;
import org.jixiao.budget.appropriation.ExpenditureKind;
import org.jixiao.budget.appropriation.FundNature;
import org.jixiao.chassis.problem.Violation;
import org.junit.jupiter.api.Test;

class ControlPolicyTest {

    private static final ControlRule PERSONNEL = new ControlRule(ControlStage.PAYMENT, ExpenditureKind.PERSONNEL, null, ControlMode.OFF);
    private static final ControlRule FUND = new ControlRule(ControlStage.PAYMENT, null, FundNature.GOVERNMENT_FUND, ControlMode.WARN);
    private static final ControlRule ANY = new ControlRule(ControlStage.PAYMENT, null, null, ControlMode.WARN);
    private static final VirementRule ACROSS = new VirementRule(null, null, true, ControlMode.STOP);
    private static final VirementRule INSIDE = new VirementRule(null, null, false, ControlMode.WARN);
    private static final VirementRule ALL = new VirementRule(null, null, null, ControlMode.OFF);

    @Test
    void theFirstRuleThatCoversACaseDecides() {
        assertEquals("OFF WARN OFF STOP STOP", mode(ExpenditureKind.PERSONNEL, FundNature.OTHER) + " "
            + mode(ExpenditureKind.PROJECT, FundNature.GOVERNMENT_FUND) + " " + mode(ExpenditureKind.PERSONNEL, FundNature.GOVERNMENT_FUND)
            + " " + mode(ExpenditureKind.PROJECT, FundNature.OTHER) + " "
            + rules(PERSONNEL).mode(ControlStage.COMMITMENT, ExpenditureKind.PERSONNEL, FundNature.OTHER));
    }

    @Test
    void functionsDifferInTheirFirstThreeDigits() {
        assertEquals("STOP WARN WARN", virement("2010301", "2050101") + " " + virement("2010301", "2019999") + " " + virement("201", "2010301"));
    }

    @Test
    void aRuleBehindOneThatCoversItIsRefused() {
        assertEquals("CONTROL_RULE_UNREACHABLE at /rules/1 {rule=2, coveredBy=1} | CONTROL_RULE_UNREACHABLE at /rules/2 {rule=3, coveredBy=2}",
            refusal(rules(ANY, PERSONNEL)) + " | " + refusal(rules(PERSONNEL, FUND, FUND)));
    }

    @Test
    void aVirementRuleBehindOneThatCoversItIsRefused() {
        assertEquals("CONTROL_RULE_UNREACHABLE at /virementRules/1 {rule=2, coveredBy=1}",
            refusal(virements(ALL, new VirementRule(ExpenditureKind.PROJECT, null, null, ControlMode.STOP))));
    }

    @Test
    void theSpecialComesBeforeTheGeneral() {
        rules(PERSONNEL, FUND, ANY, new ControlRule(ControlStage.COMMITMENT, null, null, ControlMode.OFF)).requireReachable();
        virements(ACROSS, INSIDE, ALL).requireReachable();
    }

    @Test
    void onlyWhatIsNotStoppedIsLoose() {
        assertEquals("false false true", ControlPolicy.STRICT.isLoose() + " "
            + rules(new ControlRule(ControlStage.PAYMENT, null, null, ControlMode.STOP)).isLoose() + " " + rules(ANY).isLoose());
    }

    private static ControlMode mode(ExpenditureKind kind, FundNature nature) {
        return rules(PERSONNEL, FUND).mode(ControlStage.PAYMENT, kind, nature);
    }

    private static ControlMode virement(String from, String to) {
        return virements(ACROSS, INSIDE).virementMode(ExpenditureKind.PROJECT, ExpenditureKind.PROJECT, from, to);
    }

    private static ControlPolicy rules(ControlRule... rules) {
        return new ControlPolicy(1, LocalDate.of(2021, 1, 1), List.of(rules), List.of());
    }

    private static ControlPolicy virements(VirementRule... rules) {
        return new ControlPolicy(1, LocalDate.of(2021, 1, 1), List.of(), List.of(rules));
    }

    private static String refusal(ControlPolicy policy) {
        return assertThrows(Violation.class, policy::requireReachable).toString();
    }
}
