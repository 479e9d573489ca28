package org.jixiao.gateway.origin;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Pages of other hosts, prefix {@code gateway.cors}. */
@ConfigMapping(prefix = "gateway.cors")
public interface CorsConfig {

    /** Each in full, {@code https://portal.example}; none unless said. */
    Optional<List<String>> origins();

    @WithDefault("GET,HEAD,POST,PUT,PATCH,DELETE")
    List<String> methods();

    /** What a page may send. */
    @WithDefault("Authorization,Content-Type,Accept,Accept-Language,If-Match,If-None-Match,Idempotency-Key,Prefer,X-Request-Id,traceparent,tracestate")
    List<String> headers();

    /** What a page may read. */
    @WithDefault("ETag,Location,Link,Content-Disposition,Content-Language,Retry-After,X-Request-Id,Idempotency-Replayed,"
            + "Deprecation,Sunset,WWW-Authenticate,RateLimit,RateLimit-Policy")
    List<String> exposed();

    /** How long a browser may remember the answer to its question. */
    @WithDefault("10M")
    Duration maxAge();
}
