package org.jixiao.gateway.admin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.jixiao.gateway.routing.GatewayConfig;

/** Asks the services' management ports, which no caller from outside can reach. */
@Singleton
public class ManagementClient {

    /** What a management port answered. */
    public record Answer(int status, Buffer body) {
    }

    private final HttpClient client;
    private final long timeoutMillis;

    ManagementClient(Vertx vertx, GatewayConfig config) {
        timeoutMillis = config.timeouts().management().toMillis();
        client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) timeoutMillis)
                .setKeepAliveTimeout(10));
    }

    /** Fails if there is no complete answer within the time. */
    public Future<Answer> get(URI address, String uri) {
        boolean secure = "https".equals(address.getScheme());
        RequestOptions target = new RequestOptions()
                .setHost(address.getHost())
                .setPort(address.getPort() >= 0 ? address.getPort() : secure ? 443 : 80)
                .setSsl(secure)
                .setURI(uri)
                .setTimeout(timeoutMillis);
        return client.request(target)
                .compose(request -> request.send())
                .compose(response -> response.body().map(body -> new Answer(response.statusCode(), body)))
                .timeout(2 * timeoutMillis, TimeUnit.MILLISECONDS);
    }
}
