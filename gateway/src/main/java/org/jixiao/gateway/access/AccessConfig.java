package org.jixiao.gateway.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who is believed at the door, prefix {@code gateway.access}; issuer, audience and keys are {@code mp.jwt.verify.*},
 * what a token looks like {@code jixiao.token.*}, both as in the services. */
@ConfigMapping(prefix = "gateway.access")
public interface AccessConfig {

    /** Address ranges of proxies in front of the gateway whose X-Forwarded-For is believed. */
    Optional<List<String>> trustedProxies();

    /** By how much the clocks of issuer and gateway may differ. */
    @WithDefault("30S")
    Duration clockSkew();

    /** How long a verified token is not verified again; never longer than it lives. */
    @WithDefault("60S")
    Duration remember();

    Keys keys();

    interface Keys {

        /** How often the issuer is asked for its keys without a reason. */
        @WithDefault("10M")
        Duration refresh();

        /** How long it is not asked again about unknown keys when it had nothing new to say. */
        @WithDefault("10S")
        Duration pause();

        /** How long it has for an answer. */
        @WithDefault("5S")
        Duration timeout();
    }
}
