package org.jixiao.chassis.paging;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jixiao.chassis.sql.SqlClient;

/** Asks a list what the current request asks, in one statement. */
@ApplicationScoped
public class ListHandler {

    private final CurrentVertxRequest current;
    private final SqlClient sql;

    ListHandler(CurrentVertxRequest current, SqlClient sql) {
        this.current = current;
        this.sql = sql;
    }

    /** What the current request asks of a list. */
    public ListQuery query(Supplier<Listing> list) {
        Map<String, String> asked = new HashMap<>();
        current.getCurrent().queryParams().forEach(parameter -> asked.put(parameter.getKey(), parameter.getValue()));
        return ListQuery.read(list.get(), current.getCurrent().normalizedPath(), asked);
    }

    /**
     * The page that is asked for; empty where the statement gave no row at all. A statement whose list hangs on a
     * parent gives one row without a place for an empty list, and none where there is no such parent.
     *
     * @param statement has {@code {keys}} among its columns, {@code {conditions}} at the end of a where clause and
     *                  {@code {page}} as its order and limit; orders by {@code place} if it joins afterwards
     * @param bound     what is bound to placeholders behind these
     */
    public <T> Optional<Page<T>> page(String statement, ListQuery query, SqlClient.RowReader<T> reader, Object... bound) {
        List<Object> parameters = new ArrayList<>(query.bound());
        parameters.add(query.limit() + 1);
        parameters.addAll(Arrays.asList(bound));
        String[] next = new String[1];
        List<Optional<T>> rows = sql.rows(statement.replace("{keys}", query.keys())
                .replace("{conditions}", query.conditions()).replace("{page}", query.orderBy() + " limit ?"),
            row -> {
                long place = row.getLong("place");
                if (place == query.limit()) {
                    next[0] = query.cursorAfter(row);
                }
                return place == 0 ? Optional.<T>empty() : Optional.of(reader.read(row));
            }, parameters.toArray());
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        List<T> items = rows.stream().flatMap(Optional::stream).limit(query.limit()).toList();
        // one row more than asked for says that there is a next page
        return Optional.of(new Page<>(items, rows.size() > query.limit() ? next[0] : null));
    }
}
