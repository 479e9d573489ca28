package org.jixiao.chassis.bulk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jixiao.chassis.idempotency.IdempotencyHandler;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.FailureProblems;
import org.jixiao.chassis.problem.ProblemRenderer;
import org.jixiao.chassis.problem.RequestProblems;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sql.SqlClient;

/**
 * Does many small things in one request, each for itself: what is refused has no effect and says why, what is not
 * stays. The request as a whole is safe to repeat under its one key.
 */
@ApplicationScoped
public class BatchHandler {

    /** How many items a batch has at most. */
    public static final int ITEMS_MAX = 100;

    private static final int CREATED = 201;
    private static final int MULTI_STATUS = 207;

    private final IdempotencyHandler idempotency;
    private final SqlClient sql;
    private final EntityManager entities;
    private final Validator validator;
    private final ProblemRenderer problems;

    BatchHandler(IdempotencyHandler idempotency, SqlClient sql, EntityManager entities, Validator validator,
                 ProblemRenderer problems) {
        this.idempotency = idempotency;
        this.sql = sql;
        this.entities = entities;
        this.validator = validator;
        this.problems = problems;
    }

    /** Does the work for each item inside the caller's transaction, and answers 207 with one result for each. */
    public <T, R> Response each(Object request, List<T> items, Function<T, Done<R>> work) {
        return idempotency.once(request, () -> {
            List<BatchItem<R>> results = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                results.add(one(i, items.get(i), work));
            }
            return Response.status(MULTI_STATUS).entity(Batch.of(results)).build();
        });
    }

    private <T, R> BatchItem<R> one(int index, T item, Function<T, Done<R>> work) {
        sql.change("savepoint before_item");
        Violation refusal;
        try {
            Set<ConstraintViolation<T>> faults = validator.validate(item);
            if (!faults.isEmpty()) {
                throw new ConstraintViolationException(faults);
            }
            Done<R> done = work.apply(item);
            entities.flush();
            sql.change("release savepoint before_item");
            return new BatchItem<>(index, CREATED, done.location(), done.resource(), null);
        } catch (Violation refused) {
            refusal = refused;
        } catch (ConstraintViolationException invalid) {
            refusal = RequestProblems.violation(invalid);
        } catch (PersistenceException refused) {
            // what may succeed later, or is a fault of ours, is not the result of an item
            if (!FailureProblems.isRefusedByGuard(refused)) {
                throw refused;
            }
            refusal = new Violation(ChassisProblem.CONFLICT);
        }
        sql.change("rollback to savepoint before_item");
        entities.clear();
        return new BatchItem<>(index, refusal.code().status(), null, null, problems.body(refusal.below("/items/" + index)));
    }
}
