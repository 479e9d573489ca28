package org.jixiao.report.crosscheck;

/** ERROR blocks publication unless it is explainable and explained; WARNING and INFO never block. */
public enum Severity {
    ERROR, WARNING, INFO
}
