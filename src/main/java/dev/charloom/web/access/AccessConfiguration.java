package dev.charloom.web.access;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.HEAD;
import static org.springframework.http.HttpMethod.OPTIONS;
import static org.springframework.http.HttpMethod.POST;

import dev.charloom.web.problem.ProblemWriter;
import io.github.bucket4j.TimeMeter;
import jakarta.servlet.DispatcherType;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/// Decides who may do what, in one place.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecurityProperties.class)
class AccessConfiguration {

    private static final Logger log = LoggerFactory.getLogger(AccessConfiguration.class);

    /// What the page may load and do: its own files, and requests to this service. Nobody may put it into a frame,
    /// and no text becomes markup or a script in it.
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";

    /// Swagger UI writes styles into its markup.
    private static final String SWAGGER_UI_POLICY = "default-src 'self'; img-src 'self' data: blob:;"
            + " style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'self';"
            + " frame-ancestors 'none'";

    private static final RequestMatcher HEALTH = EndpointRequest.to(HealthEndpoint.class);
    private static final String[] PAGE = {"/", "/index.html", "/page/**"};
    private static final RequestMatcher SWAGGER_UI_FILES =
            PathPatternRequestMatcher.withDefaults().matcher("/swagger-ui/**");
    private static final String[] SWAGGER_UI = {"/swagger-ui.html", "/swagger-ui/**"};
    private static final String[] DESCRIPTION = {"/v3/api-docs", "/v3/api-docs/**", "/v3/api-docs.yaml"};
    private static final String[] WRITING = {"/complete", "/score", "/rank", "/compare", "/inspect", "/v1/**"};

    /// Where the service listens.
    ///
    /// @param property that says so
    /// @param loopbackAlone whether other machines do not reach it
    record Listening(String property, String address, boolean loopbackAlone) {

        static Listening at(String property, @Nullable InetAddress address) {
            return address == null
                    ? new Listening(property, "not set", false)
                    : new Listening(property, address.getHostAddress(), address.isLoopbackAddress());
        }
    }

    @Bean
    Listening listening(
            ServerProperties server,
            ObjectProvider<ManagementServerProperties> management,
            SecurityProperties security) {
        var service = Listening.at("server.address", server.getAddress());
        var listening = management.stream()
                .map(it -> Listening.at("management.server.address", healthAndMetricsAt(it, server)))
                .filter(it -> service.loopbackAlone() && !it.loopbackAlone())
                .findFirst()
                .orElse(service);
        if (!listening.loopbackAlone() && security.keys().isEmpty()) {
            if (!security.allowAnonymous()) {
                throw new OpenToOthers(listening.property(), listening.address());
            }
            log.warn("Everybody who reaches this machine may use the service: there are no keys");
        }
        return listening;
    }

    /// A port of their own for health and metrics (`management.server.port`) is on the address of the service, unless
    /// another is given; the framework would take all addresses.
    private static @Nullable InetAddress healthAndMetricsAt(
            ManagementServerProperties management, ServerProperties server) {
        if (management.getAddress() == null) {
            management.setAddress(server.getAddress());
        }
        return management.getAddress();
    }

    @Bean
    static RoleHierarchy roles() {
        return RoleHierarchyImpl.withDefaultRolePrefix()
                .role(Role.ADMIN.name())
                .implies(Role.TRAIN.name())
                .role(Role.TRAIN.name())
                .implies(Role.READ.name())
                .build();
    }

    /// Keys are looked at by [KeyFilter]; without a bean of this type the framework would make up a user and a
    /// password.
    @Bean
    AuthenticationManager noPasswords() {
        return authentication -> {
            throw new AuthenticationServiceException("only keys are known");
        };
    }

    /// Refuses paths that could mean two things. Methods are left to the controllers, which say which they take.
    @Bean
    static HttpFirewall unambiguousPaths() {
        var firewall = new StrictHttpFirewall();
        firewall.setUnsafeAllowAnyHttpMethod(true);
        return firewall;
    }

    @Bean
    SecurityFilterChain access(
            HttpSecurity http, SecurityProperties security, Listening listening, ProblemWriter problems) {
        ApiKeys keys = security.keys();
        var hosts = new Hosts(security.allowedHosts(), listening.loopbackAlone());
        var rates = new RateLimits(security.requestsPerMinute(), TimeMeter.SYSTEM_NANOTIME);
        http.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable) // there are no cookies; see OriginFilter
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .cors(cors -> cors.configurationSource(cors(security.allowedOrigins())))
                .headers(AccessConfiguration::headers)
                .addFilterAfter(new OriginFilter(hosts, security.allowedOrigins(), problems), HeaderWriterFilter.class)
                .exceptionHandling(refusals -> refusals.authenticationEntryPoint((request, response, failure) ->
                                AccessProblems.unauthorized(problems, request, response, false))
                        .accessDeniedHandler(
                                (request, response, failure) -> AccessProblems.forbidden(problems, request, response)));
        if (keys.isEmpty()) {
            http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll());
        } else {
            http.addFilterBefore(new KeyFilter(keys, rates, problems), AnonymousAuthenticationFilter.class)
                    .authorizeHttpRequests(requests -> roles(requests, security.publicDocs()));
        }
        return http.build();
    }

    /// The table of who may do what. What nobody has thought of is for those who train.
    private static void roles(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests,
            boolean publicDocs) {
        requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                .permitAll() // the rest of a request that was let in
                .requestMatchers(HEALTH)
                .permitAll()
                .requestMatchers(GET, PAGE)
                .permitAll()
                .requestMatchers(HEAD, PAGE)
                .permitAll()
                .requestMatchers(GET, SWAGGER_UI)
                .permitAll();
        if (publicDocs) {
            requests.requestMatchers(GET, DESCRIPTION).permitAll();
        }
        requests.requestMatchers(GET)
                .hasRole(Role.READ.name())
                .requestMatchers(HEAD)
                .hasRole(Role.READ.name())
                .requestMatchers(OPTIONS)
                .hasRole(Role.READ.name())
                .requestMatchers(POST, WRITING)
                .hasRole(Role.READ.name())
                .requestMatchers(DELETE)
                .hasRole(Role.ADMIN.name())
                .anyRequest()
                .hasRole(Role.TRAIN.name());
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers) {
        headers.addHeaderWriter((request, response) -> response.setHeader(
                        "Content-Security-Policy",
                        SWAGGER_UI_FILES.matches(request) ? SWAGGER_UI_POLICY : CONTENT_SECURITY_POLICY))
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                .permissionsPolicyHeader(policy -> policy.policy("camera=(), geolocation=(), microphone=()"));
    }

    /// Closed unless origins are listed; keys are sent by the page, so that browsers need not send any of their own.
    private static UrlBasedCorsConfigurationSource cors(List<String> origins) {
        var source = new UrlBasedCorsConfigurationSource();
        if (!origins.isEmpty()) {
            var cors = new CorsConfiguration();
            cors.setAllowedOrigins(origins);
            cors.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "DELETE"));
            cors.setAllowedHeaders(List.of("*"));
            cors.setExposedHeaders(List.of("Location", "Retry-After", "Charloom-Model", "Charloom-Seed"));
            cors.setMaxAge(Duration.ofHours(1));
            source.registerCorsConfiguration("/**", cors);
        }
        return source;
    }
}
