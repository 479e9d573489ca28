package org.jixiao.chassis.testing;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * What HTTP asks of every service, as one table that each service runs on addresses of its own.
 *
 * @param bearer    somebody who may read and write there
 * @param list      a list with at least two entries
 * @param id        a field of the list's items that is always given
 * @param one       a single thing
 * @param create    takes a POST of JSON
 * @param textField a field of text in the body of that POST
 * @param cache     the Cache-Control of the list
 */
public record HttpChecks(String bearer, String list, String id, String one, String create, String textField, String cache) {

    private record Row(String name, String expected, Supplier<String> seen) {
    }

    public Stream<DynamicTest> all() {
        return Stream.of(refusals(), lists(), reads()).flatMap(rows -> rows)
            .map(row -> DynamicTest.dynamicTest(row.name, () -> assertEquals(row.expected, row.seen.get())));
    }

    private Stream<Row> refusals() {
        return Stream.of(
            row("an unknown path", "404 UNKNOWN_PATH", () -> refused(as().get(list + "/nowhere/at/all"))),
            row("a method that the address does not take", "405 METHOD_NOT_ALLOWED GET", () -> {
                Response answer = as().delete(list);
                return refused(answer) + (String.valueOf(answer.header("Allow")).contains("GET") ? " GET" : " " + answer.headers());
            }),
            row("a format that there is not", "406 NOT_ACCEPTABLE", () -> refused(as().accept("text/csv").get(list))),
            row("a body of another type", "415 UNSUPPORTED_MEDIA_TYPE",
                () -> refused(as().contentType("text/plain").header("Idempotency-Key", UUID.randomUUID().toString()).body("{}").post(create))),
            bad("half a body", "MALFORMED_JSON", "{\"" + textField + "\":"),
            bad("no body", "VALIDATION_FAILED", ""),
            bad("a field said twice", "MALFORMED_JSON", "{\"" + textField + "\":\"a\",\"" + textField + "\":\"b\"}"),
            bad("not a number", "MALFORMED_JSON", "{\"" + textField + "\":NaN}"),
            bad("a number beyond all numbers", "INVALID_VALUE", "{\"" + textField + "\":1e400}"),
            bad("half a surrogate pair", "INVALID_VALUE", "{\"" + textField + "\":\"a\\ud800b\"}"),
            bad("a NUL character", "INVALID_VALUE", "{\"" + textField + "\":\"a\\u0000b\"}"),
            bad("a body nested too deeply", "INVALID_VALUE",
                "{\"" + textField + "\":" + "[".repeat(5000) + "]".repeat(5000) + "}"),
            bad("text behind the body", "INVALID_VALUE", "{} {}"),
            bad("a list as a body", "INVALID_VALUE", "[]"),
            row("a stated length above the limit", "413 BODY_TOO_LARGE", () -> refused(post("{\"x\":\"" + "x".repeat(3_000_000) + "\"}"))),
            row("a body of unstated length above the limit", "413", this::chunked),
            row("a NUL character in a parameter", "400 INVALID_VALUE", () -> refused(raw(list + "?q=%00"))),
            row("a parameter that nobody knows", "400 UNKNOWN_PARAMETER", () -> refused(raw(list + "?nonsense=1"))),
            row("a parameter given twice", "400 PARAMETER_REPEATED", () -> refused(raw(list + "?limit=1&limit=2"))),
            row("a wrong token", "401 UNAUTHENTICATED", () -> refused(given().header("Authorization", "Bearer rubbish").get(one))),
            row("the language of a refusal", "en /problems/UNKNOWN_PARAMETER", () -> inLanguage("fr, en;q=0.5, zh;q=0.2")),
            row("the language when none is asked for", "zh-CN /problems/UNKNOWN_PARAMETER", () -> inLanguage("fr")),
            row("the language that is liked more", "zh-CN /problems/UNKNOWN_PARAMETER", () -> inLanguage("en;q=0.4, zh-TW;q=0.9")),
            row("a language that cannot be read", "zh-CN /problems/UNKNOWN_PARAMETER", () -> inLanguage("en;q=x;;")));
    }

    private Stream<Row> lists() {
        return Stream.of(
            row("a page of nothing", "400 INVALID_VALUE", () -> refused(raw(list + "?limit=0"))),
            row("a page too large", "400 INVALID_VALUE", () -> refused(raw(list + "?limit=101"))),
            row("a key that there is not", "400 UNKNOWN_SORT", () -> refused(raw(list + "?sort=nonsense"))),
            row("a field that there is not", "400 UNKNOWN_FIELD_SELECTION", () -> refused(raw(list + "?fields=nonsense"))),
            row("a cursor that is none", "400 INVALID_CURSOR", () -> refused(raw(list + "?cursor=QUJD"))),
            row("a cursor in another order", "400 INVALID_CURSOR", () -> {
                String cursor = as().get(list + "?limit=1").path("nextCursor");
                return refused(raw(list + "?limit=1&sort=-" + id + "&cursor=" + cursor));
            }),
            row("the next page by its link is the next page by its cursor", "200 true", () -> {
                Response first = as().get(list + "?limit=1");
                String link = first.header("Link");
                Response byLink = raw(link.substring(1, link.indexOf('>')));
                Response byCursor = as().get(list + "?limit=1&cursor=" + first.path("nextCursor"));
                return byLink.statusCode() + " " + (byLink.asString().equals(byCursor.asString()) && !byLink.asString().equals(first.asString()));
            }),
            row("downwards is upwards from behind", "true", () -> {
                List<Object> up = as().get(list + "?limit=100&sort=" + id).path("items." + id);
                List<Object> down = new ArrayList<>(as().get(list + "?limit=100&sort=-" + id).<List<Object>>path("items." + id));
                Collections.reverse(down);
                return String.valueOf(up.equals(down));
            }),
            row("only the fields that are chosen", "[" + id + "]", () -> as().get(list + "?limit=1&fields=" + id)
                .<Map<String, Object>>path("items[0]").keySet().stream().filter(name -> name.equals(id)).toList().toString()));
    }

    private Stream<Row> reads() {
        return Stream.of(
            row("what is known already", "304 true 0", () -> {
                Response first = as().get(one);
                Response again = as().header("If-None-Match", "\"other\", W/" + first.header("ETag")).get(one);
                return again.statusCode() + " " + first.header("ETag").equals(again.header("ETag")) + " " + again.asByteArray().length;
            }),
            row("what is not known", "200", () -> String.valueOf(as().header("If-None-Match", "\"other\"").get(one).statusCode())),
            row("a list that is known already", "304", () -> String.valueOf(
                as().header("If-None-Match", as().get(list).header("ETag")).get(list).statusCode())),
            row("a strong tag", "true", () -> String.valueOf(as().get(one).header("ETag").matches("\"[!#-~]+\""))),
            row("HEAD is GET without the body", "200 true true 0", () -> {
                Response get = as().get(one);
                Response head = as().head(one);
                return head.statusCode() + " " + get.header("ETag").equals(head.header("ETag")) + " "
                    + get.contentType().equals(head.contentType()) + " " + head.asByteArray().length;
            }),
            row("OPTIONS names the methods", "true", () -> {
                String allow = String.valueOf(as().options(list).header("Allow"));
                return String.valueOf(allow.contains("GET") && allow.contains("HEAD") && allow.contains("OPTIONS"));
            }),
            row("what caches may do with a list", cache, () -> as().get(list).header("Cache-Control")),
            row("what caches may do with a refusal", "no-store", () -> as().get(list + "?nonsense=1").header("Cache-Control")));
    }

    private static Row row(String name, String expected, Supplier<String> seen) {
        return new Row(name, expected, seen);
    }

    private Row bad(String name, String code, String body) {
        return new Row(name, "400 " + code, () -> refused(post(body)));
    }

    private RequestSpecification as() {
        return given().header("Authorization", bearer);
    }

    private Response raw(String address) {
        return as().urlEncodingEnabled(false).get(address);
    }

    private Response post(String body) {
        return as().contentType(ContentType.JSON).header("Idempotency-Key", UUID.randomUUID().toString()).body(body.getBytes(StandardCharsets.UTF_8)).post(create);
    }

    private String inLanguage(String acceptLanguage) {
        Response answer = as().header("Accept-Language", acceptLanguage).get(list + "?nonsense=1");
        return answer.header("Content-Language") + " " + answer.path("type");
    }

    /** Status and code, where the refusal is a problem as it should be. */
    private static String refused(Response answer) {
        String type = String.valueOf(answer.contentType()).toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/problem+json")) {
            return answer.statusCode() + " is no problem but " + type + " " + answer.asString();
        }
        int stated = answer.path("status");
        return stated != answer.statusCode() ? answer.statusCode() + " says " + stated : stated + " " + answer.path("code");
    }

    /** By hand, since clients state the length: three megabytes in chunks. The server itself ends this, without a body; the gateway has a problem for it. */
    private String chunked() {
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + create + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + bearer + "\r\nIdempotency-Key: " + UUID.randomUUID()
                + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = ("10000\r\n" + " ".repeat(65536) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            try {
                for (int i = 0; i < 48; i++) {
                    out.write(chunk);
                }
                out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
            } catch (IOException refusedWhileSending) {
                // the answer may be there all the same
            }
            InputStream in = socket.getInputStream();
            String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return answer.split(" ")[1];
        } catch (IOException e) {
            return e.toString();
        }
    }
}
