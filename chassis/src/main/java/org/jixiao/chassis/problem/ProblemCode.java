package org.jixiao.chassis.problem;

/**
 * A stable code for one kind of refusal. Each service lists its codes in one enum, in the order in
 * which they are looked for; clients may depend on the code, never on the sentence.
 */
public interface ProblemCode {

    /** The code as clients see it, UPPER_SNAKE. */
    String name();

    /** The HTTP status of the answer. */
    int status();

    /** The resource bundle that holds the sentence for this code, in zh-CN and in English. */
    default String bundle() {
        return "problems";
    }
}
