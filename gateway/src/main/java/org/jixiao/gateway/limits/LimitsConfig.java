package org.jixiao.gateway.limits;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;
import java.util.Optional;

/** How often callers may call, prefix {@code gateway.rates}: 600/1M, 10/1S, off. */
@ConfigMapping(prefix = "gateway.rates")
public interface LimitsConfig {

    /** For each program, or person if the token names no program, and route. */
    @WithDefault("6000/1M")
    String client();

    /** For each department, over all callers whose token names that one alone. */
    @WithDefault("12000/1M")
    String department();

    /** For each address, of callers without a token. */
    @WithDefault("3000/1M")
    String address();

    /** Tokens that were not believed, for each address. */
    @WithDefault("600/1M")
    String failures();

    /** What is different for one route, by its name. */
    Map<String, Route> routes();

    interface Route {

        Optional<String> client();

        Optional<String> department();

        Optional<String> address();
    }
}
