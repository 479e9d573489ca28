package org.jixiao.gateway.routing;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The gateway's configuration, prefix {@code gateway}. */
@ConfigMapping(prefix = "gateway")
public interface GatewayConfig {

    /** The services by name. */
    Map<String, Service> routes();

    Http http();

    Tls tls();

    Timeouts timeouts();

    Limits limits();

    interface Http {

        /** The address on which callers are served. */
        @WithDefault("127.0.0.1")
        String host();

        /** 0 is any free one. */
        @WithDefault("18700")
        int port();

        /** Event loops that serve callers; as many as there are cores unless said otherwise. */
        Optional<Integer> loops();
    }

    interface Tls {

        /** A PEM file with the certificate chain; with it the port speaks TLS only. */
        Optional<String> certificate();

        /** The PEM file with its key. */
        Optional<String> key();
    }

    interface Service {

        /** Scheme, host and port of its API. */
        Optional<String> url();

        /** Scheme, host and port of its management interface; the API's address if it has none of its own. */
        Optional<String> managementUrl();

        /** The path prefixes that it answers. */
        Optional<List<String>> paths();
    }

    interface Timeouts {

        /** For a connection to a service. */
        @WithDefault("2S")
        Duration connect();

        /** Without any progress before the head of the answer. */
        @WithDefault("30S")
        Duration request();

        /** Without any byte from a service afterwards. */
        @WithDefault("5M")
        Duration idle();

        /** How often all these are looked at. */
        @WithDefault("0.25S")
        Duration watch();

        /** For readiness and API document of a service. */
        @WithDefault("2S")
        Duration management();
    }

    interface Limits {

        /** Bytes of a request body, chunked or not. */
        @WithDefault("10M")
        MemorySize body();

        /** Connections to one service. */
        @WithDefault("128")
        int connections();

        /** Requests that wait for one of them. */
        @WithDefault("256")
        int waiting();
    }
}
