package org.jixiao.budget.control;

import java.time.LocalDate;
import java.util.List;
import java.util.function.BiPredicate;
import org.jixiao.budget.BudgetProblem;
import org.jixiao.budget.appropriation.ExpenditureKind;
import org.jixiao.budget.appropriation.FundNature;
import org.jixiao.chassis.problem.Violation;

/**
 * What a department's ledger refuses, what it only warns of and what it lets pass. The first rule that
 * covers a case decides; where none does, going beyond a limit is refused and a virement inside a fund
 * nature is allowed. Keeps B18.
 *
 * @param version   counted from 1 in each department; 0 where nothing was ever decided
 * @param validFrom the first document date that it holds for
 */
public record ControlPolicy(int version, LocalDate validFrom, List<ControlRule> rules, List<VirementRule> virementRules) {

    /** Without any rule: everything beyond a limit is refused. */
    public static final ControlPolicy STRICT = new ControlPolicy(0, LocalDate.MIN, List.of(), List.of());

    public ControlPolicy {
        rules = List.copyOf(rules);
        virementRules = List.copyOf(virementRules);
    }

    public ControlMode mode(ControlStage stage, ExpenditureKind kind, FundNature nature) {
        return rules.stream().filter(rule -> rule.covers(stage, kind, nature)).findFirst()
            .map(ControlRule::mode).orElse(ControlMode.STOP);
    }

    public ControlMode virementMode(ExpenditureKind from, ExpenditureKind to, String fromFunction, String toFunction) {
        return virementRules.stream().filter(rule -> rule.covers(from, to, fromFunction, toFunction)).findFirst()
            .map(VirementRule::mode).orElse(ControlMode.OFF);
    }

    /** Refuses a rule that can never decide, because one before it covers every case of it. */
    public void requireReachable() {
        requireReachable("/rules", rules, ControlRule::coversAllOf);
        requireReachable("/virementRules", virementRules, VirementRule::coversAllOf);
    }

    private static <T> void requireReachable(String pointer, List<T> ordered, BiPredicate<T, T> coversAllOf) {
        for (int later = 1; later < ordered.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                if (coversAllOf.test(ordered.get(earlier), ordered.get(later))) {
                    throw new Violation(BudgetProblem.CONTROL_RULE_UNREACHABLE).at(pointer + "/" + later)
                        .with("rule", later + 1).with("coveredBy", earlier + 1);
                }
            }
        }
    }

    /** Whether it can let pass what {@link #STRICT} refuses. */
    public boolean isLoose() {
        return rules.stream().anyMatch(rule -> rule.mode() != ControlMode.STOP);
    }
}
