package org.jixiao.budget.ledger;

import static org.jixiao.budget.ledger.Book.id;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jixiao.budget.Api;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many clients at once, over HTTP, for the documents that refer to others, carry over, release and go beyond a limit. */
@QuarkusTest
@RealParts
class RaceIT {

    private static final ExecutorService CLIENTS = Executors.newFixedThreadPool(64);

    @AfterAll
    static void stop() {
        CLIENTS.shutdownNow();
    }

    @AfterEach
    void theLedgerAgreesWithItself() {
        Book.check();
    }

    /** I-12 [32 clients, 12 rounds]. */
    @Test
    void ofThirtyTwoReversalsOfOneMovementOneSucceedsInEveryRound() throws Exception {
        Book book = Book.open();
        Map<String, Integer> rounds = new TreeMap<>();
        for (int round = 0; round < 12; round++) {
            String id = book.appropriation("100.00");
            String movement = switch (round % 4) {
                case 0 -> id(book.pay(id, "60.00"));
                case 1 -> id(book.commit(id, "60.00"));
                case 2 -> id(book.move("ALLOTMENT", id, "60.00"));
                default -> id(book.vire(id, book.appropriation("10.00"), "60.00"));
            };
            List<String> answers = atOnce(32, client -> answer(book.reverse(movement)));
            rounds.merge(counted(answers) + " left " + book.available(id), 1, Integer::sum);
        }
        assertEquals(Map.of("{201=1, 409 MOVEMENT_REVERSED=31} left 100.00", 12), rounds);
    }

    /** I-12 [32 clients, 12 rounds]. */
    @Test
    void refundsAndReversalsOfOnePaymentNeverGiveBackMoreThanWasPaid() throws Exception {
        Book book = Book.open();
        Set<String> wrong = new TreeSet<>();
        for (int round = 0; round < 12; round++) {
            String id = book.appropriation("100.00");
            String payment = id(book.pay(id, "100.00"));
            List<String> answers = atOnce(32, client -> (client % 2 == 0 ? "refund " : "reversal ")
                + answer(client % 2 == 0 ? book.refund(payment, "10.00") : book.reverse(payment)));
            Map<String, Integer> counts = counted(answers);
            int refunds = counts.getOrDefault("refund 201", 0);
            int reversals = counts.getOrDefault("reversal 201", 0);
            counts.keySet().removeAll(Set.of("refund 201", "reversal 201"));
            counts.keySet().removeAll(reversals == 1 ? Set.of("refund 409 MOVEMENT_REVERSED", "reversal 409 MOVEMENT_REVERSED")
                : Set.of("refund 422 REFUND_EXCEEDS_PAYMENT", "reversal 422 MOVEMENT_USED"));
            boolean whole = reversals == 1 && refunds == 0 || reversals == 0 && refunds == 10;
            if (!whole || !counts.isEmpty() || !book.available(id).equals("100.00")) {
                wrong.add(refunds + " refunds, " + reversals + " reversals, left " + book.available(id) + " " + counts);
            }
        }
        assertEquals(Set.of(), wrong);
    }

    /** [40 clients, 10 rounds] */
    @Test
    void paymentsAndReleasesTakeOutOfACommitmentWhatWasReserved() throws Exception {
        Book book = Book.open();
        Set<String> wrong = new TreeSet<>();
        for (int round = 0; round < 10; round++) {
            String id = book.appropriation("100.00");
            String commitment = id(book.commit(id, "10.00"));
            List<String> answers = atOnce(40, client -> (client % 2 == 0 ? "payment " : "release ")
                + answer(client % 2 == 0 ? book.payFrom(commitment, id, "1.00") : book.release(commitment, "1.00")));
            Map<String, Integer> counts = counted(answers);
            int paid = counts.getOrDefault("payment 201", 0);
            int released = counts.getOrDefault("release 201", 0);
            counts.keySet().removeAll(Set.of("payment 201", "release 201", "payment 422 COMMITMENT_EXCEEDED", "release 422 COMMITMENT_EXCEEDED"));
            String balance = "100.00 100.00 - 0.00 " + paid + ".00 0.00 0.00 = " + (100 - paid) + ".00";
            if (paid + released != 10 || !counts.isEmpty() || !book.balance(id).equals(balance)) {
                wrong.add(paid + " paid, " + released + " released, " + book.balance(id) + " " + counts);
            }
        }
        assertEquals(Set.of(), wrong);
    }

    /** [20 clients for room of 10, 10 rounds] */
    @Test
    void tenOfTwentyCarryOversOfTheLastRemainderSucceedInEveryRound() throws Exception {
        Book book = Book.open();
        String old = CarryOverIT.last(book, "10.00");
        List<String> targets = List.of(book.appropriation(null), book.appropriation(null), book.appropriation(null));
        Map<String, Integer> rounds = new TreeMap<>();
        for (int round = 0; round < 10; round++) {
            List<String> answers = atOnce(20, client -> answer(CarryOverIT.carry(book, old, targets.get(client % 3), "1.00")));
            String left = book.balance(2020, old).replaceFirst("^.*= ", "");
            rounds.merge(counted(answers) + " left " + left, 1, Integer::sum);
            book.api().created(book.api().path("/fiscal-years/2020/movements"),
                Book.with(Api.movement("SUPPLEMENT", old, "10.00"), "documentDate", "2020-12-01"));
        }
        assertEquals(Map.of("{201=10, 422 CARRY_OVER_EXCEEDED=10} left 0.00", 10), rounds);
    }

    /** [40 clients] A carry-over locks the year before first, and so does its reversal. */
    @Test
    void carryOversAndTheirReversalsDoNotBlockEachOther() throws Exception {
        Book book = Book.open();
        String old = CarryOverIT.last(book, "1000.00");
        String one = book.appropriation(null);
        String other = book.appropriation(null);
        List<String> recorded = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            recorded.add(id(carryTwo(book, old, one, other)));
        }
        List<String> answers = atOnce(200, client -> answer(
            client % 2 == 0 ? book.reverse(recorded.get(client / 2)) : carryTwo(book, old, one, other)));
        assertEquals("{201=200} 1000.00 1000.00 - 0.00 0.00 0.00 200.00 = 800.00 | 100.00 100.00", counted(answers) + " "
            + book.balance(2020, old) + " | " + book.available(one) + " " + book.available(other));
    }

    /** [20 clients for room of 10, 40 rounds] */
    @Test
    void tenOfTwentyReleasesForRoomOfTenSucceedInEveryOfFortyRounds() throws Exception {
        Book book = Book.open();
        Map<String, Integer> rounds = new TreeMap<>();
        for (int round = 0; round < 40; round++) {
            String id = book.appropriation("10.00");
            List<String> answers = atOnce(20, client -> answer(book.move("ALLOTMENT", id, "1.00")));
            rounds.merge(counted(answers) + " " + book.balance(id), 1, Integer::sum);
        }
        assertEquals(Map.of("{201=10, 422 ALLOTMENT_ABOVE_BUDGET=10} 10.00 10.00 10.00 0.00 0.00 0.00 0.00 = 10.00", 40), rounds);
    }

    /** [20 clients for room of 10, 10 rounds] */
    @Test
    void tenOfTwentyWithdrawalsOutOfWhatIsReleasedSucceedInEveryOfTenRounds() throws Exception {
        Book book = Book.open();
        Map<String, Integer> rounds = new TreeMap<>();
        for (int round = 0; round < 10; round++) {
            String id = book.appropriation("100.00");
            id(book.move("ALLOTMENT", id, "10.00"));
            List<String> answers = atOnce(20, client -> answer(client % 2 == 0 ? book.pay(id, "1.00") : book.commit(id, "1.00")));
            rounds.merge(counted(answers) + " left " + book.available(id), 1, Integer::sum);
        }
        assertEquals(Map.of("{201=10, 422 ALLOTMENT_EXCEEDED=10} left 90.00", 10), rounds);
    }

    /** [40 clients, 10 rounds] */
    @Test
    void underAWarningEveryPaymentBeyondTheLimitHasItsFindingAndNoOtherHas() throws Exception {
        Book book = Book.open();
        book.decide(Book.policy("PAYMENT", "WARN"));
        Set<String> seen = new TreeSet<>();
        for (int round = 0; round < 10; round++) {
            String id = book.appropriation("10.00");
            List<String> answers = atOnce(40, client -> answer(book.payExplained(id, "1.00")));
            seen.add(counted(answers) + " left " + book.available(id) + " " + findings(id));
        }
        List<String> limits = IntStream.range(-29, 1).mapToObj(left -> left + ".00").toList();
        assertEquals(Set.of("{201=40} left -30.00 " + limits), seen);
    }

    /** [40 clients, 10 rounds] */
    @Test
    void underAWarningNothingFallsBelowZeroWithoutAnExplanation() throws Exception {
        Book book = Book.open();
        book.decide(Book.policy("PAYMENT", "WARN"));
        Set<String> seen = new TreeSet<>();
        for (int round = 0; round < 10; round++) {
            String id = book.appropriation("10.00");
            List<String> answers = atOnce(40, client -> answer(book.pay(id, "1.00")));
            seen.add(counted(answers) + " left " + book.available(id) + " " + findings(id));
        }
        assertEquals(Set.of("{201=10, 422 EXPLANATION_REQUIRED=30} left 0.00 []"), seen);
    }

    /** [40 clients, 10 rounds] While a policy is tightened, whatever is recorded beyond the limit names the policy that let it. */
    @Test
    void aPolicyThatChangesMeanwhileLetsNothingPassUnseen() throws Exception {
        Set<String> wrong = new TreeSet<>();
        for (int round = 0; round < 10; round++) {
            Book book = Book.open();
            String id = book.appropriation("10.00");
            book.decide(Book.policy("PAYMENT", "OFF"));
            List<String> answers = atOnce(40, client ->
                client == 20 ? "decided " + answer(book.decide(Book.policy("PAYMENT", "STOP"))) : answer(book.pay(id, "1.00")));
            Map<String, Integer> counts = counted(answers);
            int paid = counts.getOrDefault("201", 0);
            counts.keySet().removeAll(Set.of("201", "decided 201", "422 APPROPRIATION_EXCEEDED"));
            String after = answer(book.pay(id, "1.00"));
            List<String> versions = Superuser.query("select distinct policy_version from movement_finding where appropriation_id = " + id);
            versions.remove("1");
            if (findings(id).size() != paid - 10 || !versions.isEmpty() || !counts.isEmpty() || !after.equals("422 APPROPRIATION_EXCEEDED")) {
                wrong.add(paid + " paid, findings " + findings(id) + " " + versions + counts + after);
            }
        }
        assertEquals(Set.of(), wrong);
    }

    /** [64 clients, 600 documents] Everything at once on a few appropriations: refusals by rule only, and no deadlock. */
    @Test
    void documentsOfAllKindsAtOnceAreRecordedOrRefusedByARule() throws Exception {
        Book book = Book.open();
        String old = CarryOverIT.last(book, "500.00");
        List<String> ids = List.of(book.appropriation("300.00"), book.appropriation("300.00"), book.appropriation("300.00"));
        book.decide(Book.policy(List.of(Map.of("stage", "COMMITMENT", "mode", "OFF")), List.of()));
        ConcurrentLinkedQueue<String> movements = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<String> payments = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<String[]> commitments = new ConcurrentLinkedQueue<>();
        List<String> answers = atOnce(600, client -> {
            Random random = new Random(client);
            String one = ids.get(random.nextInt(3));
            String other = ids.get((ids.indexOf(one) + 1 + random.nextInt(2)) % 3);
            String amount = 1 + random.nextInt(40) + ".00";
            String[] commitment = commitments.isEmpty() ? new String[] {"99999999", one} : commitments.peek();
            String payment = payments.isEmpty() ? "99999999" : random.nextBoolean() ? payments.poll() : payments.peek();
            String movement = movements.isEmpty() ? "99999999" : random.nextBoolean() ? movements.poll() : movements.peek();
            Response answer = switch (random.nextInt(12)) {
                case 0 -> book.move("SUPPLEMENT", one, amount);
                case 1 -> book.move("REDUCTION", one, amount);
                case 2 -> book.vire(one, other, amount);
                case 3 -> carryTwo(book, old, one, other);
                case 4 -> book.move("LAPSE", one, "1.00");
                case 5 -> book.commit(one, amount);
                case 6 -> book.release(commitment[0], "1.00");
                case 7 -> book.payFrom(commitment[0], commitment[1], "2.00");
                case 8 -> book.refund(String.valueOf(payment), "1.00");
                case 9, 10 -> book.reverse(String.valueOf(movement));
                default -> book.pay(one, amount);
            };
            if (answer.statusCode() == 201) {
                String id = answer.path("id");
                movements.add(id);
                if (answer.path("purpose") != null) {
                    payments.add(id);
                }
                if (answer.path("openAmount") != null) {
                    commitments.add(new String[] {id, answer.path("appropriationId")});
                }
            }
            return answer(answer);
        });
        Set<String> codes = new TreeSet<>(answers);
        codes.removeAll(Set.of("201", "404 NOT_FOUND", "400 UNKNOWN_COMMITMENT", "409 MOVEMENT_REVERSED", "422 MOVEMENT_NOT_REVERSIBLE",
            "422 MOVEMENT_USED", "422 APPROPRIATION_EXCEEDED", "422 COMMITMENT_EXCEEDED", "422 REFUND_EXCEEDS_PAYMENT",
            "422 CARRY_OVER_EXCEEDED", "422 DATE_BEFORE_ORIGIN"));
        assertEquals(Set.of(), codes);
    }

    private static Response carryTwo(Book book, String old, String one, String other) {
        return book.api().post(book.api().year("/movements"), Api.movement("CARRY_OVER",
            List.of(CarryOverIT.line(old, one, "1.00"), CarryOverIT.line(old, other, "1.00"))));
    }

    /** What was left before each payment beyond the limit, in order. */
    private static List<String> findings(String appropriationId) {
        return Superuser.query("select limit_amount::text from movement_finding where appropriation_id = " + appropriationId
            + " order by movement_finding.limit_amount");
    }

    private interface Client {
        String call(int number) throws Exception;
    }

    private static List<String> atOnce(int clients, Client client) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<String>> running = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            int number = i;
            running.add(CLIENTS.submit(() -> {
                start.await();
                return client.call(number);
            }));
        }
        start.countDown();
        List<String> answers = new ArrayList<>();
        for (Future<String> call : running) {
            answers.add(call.get());
        }
        return answers;
    }

    private static String answer(Response response) {
        return response.statusCode() < 300 ? String.valueOf(response.statusCode()) : response.statusCode() + " " + response.path("code");
    }

    private static Map<String, Integer> counted(List<String> answers) {
        Map<String, Integer> counts = new TreeMap<>();
        answers.forEach(answer -> counts.merge(answer, 1, Integer::sum));
        return counts;
    }
}
