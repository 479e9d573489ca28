package org.jixiao.budget.control;

/** What happens to a movement that goes beyond a limit. */
public enum ControlMode {
    /** It is refused. */
    STOP,
    /** It is recorded with the finding, if somebody explains it. */
    WARN,
    /** It is recorded with the finding. */
    OFF
}
