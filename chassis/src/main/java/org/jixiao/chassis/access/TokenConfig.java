package org.jixiao.chassis.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Set;

/** What a token must look like beyond its signature, and where it says who the caller is. */
@ConfigMapping(prefix = "jixiao.token")
public interface TokenConfig {

    /** The {@code typ} headers of access tokens: RFC 9068 has its own, Keycloak says JWT. */
    @WithDefault("at+jwt,JWT")
    Set<String> types();

    @WithDefault("8192")
    int lengthMax();

    /** Claim that names the person for good: who submitted is compared with who reviews. */
    @WithDefault("sub")
    String subjectClaim();

    /** Claim with the department codes; a slash leads into a nested object. The roles' is {@code smallrye.jwt.path.groups}. */
    @WithDefault("departments")
    String departmentsClaim();
}
