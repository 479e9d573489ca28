package org.jixiao.local;

/** Loads the example through the gateway. */
final class Demo {

    private Demo() {
    }

    /**
     * @return the exit code: 0 if all of it held
     */
    static int run(Environment environment) {
        System.out.println("demo: nothing to load yet");
        return 0;
    }
}
