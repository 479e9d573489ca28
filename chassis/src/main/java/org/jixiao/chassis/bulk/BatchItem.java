package org.jixiao.chassis.bulk;

import java.util.Map;

/**
 * What became of one item: it has either a resource or a problem.
 *
 * @param index  its place in the request, from 0
 * @param status what it would have had as status alone
 */
public record BatchItem<R>(int index, int status, String location, R resource, Map<String, Object> problem) {
}
