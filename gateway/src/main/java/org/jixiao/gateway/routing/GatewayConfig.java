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

    Circuit circuit();

    Health health();

    Retries retries();

    /** Routes that are closed from the start; "all" is every route. */
    Optional<List<String>> maintenance();

    interface Http {

        /** The address on which callers are served. */
        @WithDefault("127.0.0.1")
        String host();

        /** 0 is any free one. */
        @WithDefault("18700")
        int port();

        /** Connections of all callers together. */
        @WithDefault("4096")
        int connections();

        /** Connections from one address; more if the callers come through a proxy. */
        @WithDefault("1024")
        int connectionsPerAddress();

        /** For all header fields of a request. */
        @WithDefault("16K")
        MemorySize headBytes();

        /** For path and query of a request. */
        @WithDefault("4096")
        int targetBytes();

        /** For a head that has begun, and for the first one of a connection. */
        @WithDefault("10S")
        Duration headTimeout();

        /** For a connection on which nothing is going on. */
        @WithDefault("60S")
        Duration idleTimeout();

        /** How long a stop waits for requests that are under way. */
        @WithDefault("10S")
        Duration drainTimeout();

        /** Event loops that serve callers; as many as there are cores unless said otherwise. */
        Optional<Integer> loops();
    }

    interface Tls {

        /** A PEM file with the certificate chain; with it the port speaks TLS only, unless TLS has its own. */
        Optional<String> certificate();

        /** The PEM file with its key. */
        Optional<String> key();

        /** A port for TLS beside the one without; 0 is any free one. */
        Optional<Integer> port();
    }

    interface Service {

        /** Scheme, host and port of its API; several instances by commas. */
        Optional<List<String>> url();

        /** The same of their management interfaces; the API's address if it has none of its own. */
        Optional<List<String>> managementUrl();

        /** The path prefixes that it answers. */
        Optional<List<String>> paths();

        Canary canary();

        /** Overrides the limit for bodies that are not JSON. */
        Optional<MemorySize> body();

        Upload upload();

        /** Overrides the time for the head of an answer. */
        Optional<Duration> timeout();

        /** Overrides how many requests may be under way. */
        Optional<Integer> running();
    }

    /** Where files are handed in that are larger than other bodies may be. */
    interface Upload {

        /** A regular expression of whole paths. */
        Optional<String> paths();

        /** The largest file. */
        Optional<MemorySize> body();
    }

    /** The next version of a service. */
    interface Canary {

        Optional<List<String>> url();

        Optional<List<String>> managementUrl();

        /** The share of callers that get to it. */
        @WithDefault("0")
        int percent();

        /** A caller who sends this header with "always" or "never" chooses for itself. */
        Optional<String> header();
    }

    /** When an instance is left alone because it does not answer. */
    interface Circuit {

        /** Failures in a row. */
        @WithDefault("5")
        int failures();

        /** Until the first trial; doubled after each trial that fails. */
        @WithDefault("5S")
        Duration pause();

        @WithDefault("60S")
        Duration pauseMax();
    }

    /** How the instances' readiness is looked at. */
    interface Health {

        @WithDefault("2S")
        Duration interval();

        /** How often in a row it must be missing. */
        @WithDefault("2")
        int misses();
    }

    interface Retries {

        /** Attempts for one request, the first one included. */
        @WithDefault("3")
        int attempts();

        /** Repeated requests for a hundred that came. */
        @WithDefault("20")
        int percent();

        /** Repeated requests that are allowed on a quiet day. */
        @WithDefault("10")
        int reserve();
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

        /** The same for application/json. */
        @WithDefault("2M")
        MemorySize json();

        /** Bytes in a second that a body must bring while the service takes them; 0 is no floor. */
        @WithDefault("64")
        int bodyFloor();

        /** Requests of one route under way at the same time. */
        @WithDefault("256")
        int running();

        /** Connections to one service. */
        @WithDefault("128")
        int connections();

        /** Requests that wait for one of them. */
        @WithDefault("256")
        int waiting();
    }
}
