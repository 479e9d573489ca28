package org.jixiao.contract.fuzz;

/** Something that should not be, and the command that shows it again. */
record Finding(String check, Case subject, String what, String curl) {

    @Override
    public String toString() {
        return check + ": " + subject.operation() + ", " + subject.what() + "\n    " + what + "\n    " + curl;
    }
}
