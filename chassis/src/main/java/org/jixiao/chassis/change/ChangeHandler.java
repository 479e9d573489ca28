package org.jixiao.chassis.change;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.RestResponse;
import org.jixiao.chassis.change.ChangeRepository.Change;
import org.jixiao.chassis.change.ChangeRepository.Seen;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

/** Answers a change feed: what happened since a position, for systems that keep a copy. */
@ApplicationScoped
public class ChangeHandler {

    /** In place of a position: the end as it is now. */
    public static final String NOW = "now";
    public static final int LIMIT_DEFAULT = 100;

    private static final int LOOK_AGAIN_S = 1;

    @Schema(name = "Change", description = "One thing that was entered, changed or removed; its values are read at its address",
        requiredProperties = {"position", "at", "action", "kind", "maker"})
    public record ChangeView(
        @Schema(description = "Place in the department's chain", examples = "4711") long position,
        @Schema(description = "When, by the database's clock; the order is that of the positions", examples = "2021-04-20T02:00:00Z") Instant at,
        @Schema(description = "The thing and `create`, `change` or `delete`, as in the audit trail", examples = "project.create") String action,
        @Schema(description = "The thing", examples = "project") String kind,
        @Schema(description = "Where it is read; absent where it has no address",
            examples = "/api/v1/departments/YF-XZSP/projects/YF-2021-01") String resource,
        @Schema(description = "Who; `system:…` for the suite itself", examples = "zhang.wei") String maker) {
    }

    @Schema(name = "ChangePage", description = "What happened since a position", requiredProperties = {"items", "next", "upToDate"})
    public record ChangePage(
        @Schema(description = "In the order of their positions; may be empty although there is more") List<ChangeView> items,
        @Schema(description = "What to give as `since` next time", examples = "4711") long next,
        @Schema(description = "Whether there was nothing behind `next`", examples = "true") boolean upToDate) {
    }

    private final ChangeRepository changes;

    ChangeHandler(ChangeRepository changes) {
        this.changes = changes;
    }

    /**
     * What happened since a position.
     *
     * @param since     a position, {@link #NOW}, or null for the beginning
     * @param addresses what the feed shows: the address of each kind of thing, with {@code {0}}, {@code {1}} … for the
     *                  parts of its key; empty where it has none
     */
    public RestResponse<ChangePage> since(String department, String since, int limit, Map<String, String> addresses) {
        boolean now = NOW.equals(since);
        long position = since == null ? 0 : now ? Long.MAX_VALUE : position(since);
        Seen seen = changes.after(department, position, addresses.keySet(), limit);
        if (!now && position > seen.head()) {
            throw new Violation(ChassisProblem.UNKNOWN_POSITION).at("?since").with("position", position).with("head", seen.head());
        }
        long next = now ? seen.head() : next(seen, position, limit);
        RestResponse.ResponseBuilder<ChangePage> answer = RestResponse.ResponseBuilder.ok(new ChangePage(
            seen.changes().stream().map(change -> view(change, addresses)).toList(), next, next == seen.head()));
        return (next == seen.head() ? answer.header(HttpHeaders.RETRY_AFTER, LOOK_AGAIN_S) : answer).build();
    }

    /** A full page ends with its last change: links behind it were looked at, but not all of their changes shown. */
    private static long next(Seen seen, long position, int limit) {
        return seen.changes().size() == limit ? seen.changes().get(limit - 1).position() : Math.max(seen.last(), position);
    }

    private static long position(String since) {
        if (!since.matches("[0-9]{1,18}")) {
            throw new Violation(ChassisProblem.INVALID_VALUE).at("?since").with("value", since).with("expected", "position");
        }
        return Long.parseLong(since);
    }

    private static ChangeView view(Change change, Map<String, String> addresses) {
        String kind = change.action().substring(0, change.action().indexOf('.'));
        return new ChangeView(change.position(), change.at(), change.action(), kind,
            address(addresses.get(kind), change.target().split("/")), change.maker());
    }

    private static String address(String template, String[] target) {
        String address = template;
        for (int part = 1; part < target.length; part++) {
            address = address.replace("{" + (part - 1) + "}", target[part]);
        }
        return address.isEmpty() ? null : address;
    }
}
