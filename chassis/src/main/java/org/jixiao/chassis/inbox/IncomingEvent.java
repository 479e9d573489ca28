package org.jixiao.chassis.inbox;

/**
 * An event as it arrived.
 *
 * @param time what the producer's clock said, RFC 3339
 * @param data its content as JSON text; each consumer reads it in its own way
 */
public record IncomingEvent(String id, String type, String subject, String departmentCode, String time, String data) {
}
