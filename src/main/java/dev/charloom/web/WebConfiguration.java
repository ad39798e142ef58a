package dev.charloom.web;

import dev.charloom.exchange.ImportLimits;
import dev.charloom.exchange.ModelFormat;
import dev.charloom.exchange.ModelFormats;
import dev.charloom.generation.SessionId;
import dev.charloom.repository.ModelName;
import dev.charloom.repository.ModelReference;
import dev.charloom.training.Budget;
import dev.charloom.training.JobId;
import dev.charloom.web.binding.BodyLimits;
import dev.charloom.web.binding.RequestResolver;
import dev.charloom.web.binding.RequestRules;
import dev.charloom.web.binding.RequestShapes;
import dev.charloom.web.binding.TextForm;
import jakarta.servlet.MultipartConfigElement;
import jakarta.validation.Validator;
import java.util.List;
import org.apache.coyote.ContinueResponseTiming;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.cfg.EnumFeature;

/// How requests are read and answers written.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({RequestLimits.class, ShutdownProperties.class})
class WebConfiguration {

    /// Fields of a form beside the corpus.
    private static final long PARAMETER_BYTES = 2L << 20;

    @Bean
    RequestShapes requestShapes(ModelFormats formats) {
        return new RequestShapes(List.of(
                new TextForm<>(
                        ModelName.class,
                        ModelName.FORM,
                        "1 to 64 letters, digits, '.', '_' and '-', the first one a letter or digit",
                        ModelName::new),
                new TextForm<>(
                        ModelReference.class,
                        ModelName.FORM + "(:[1-9][0-9]{0,8})?",
                        "the name of a model, or name:version",
                        ModelReference::parse),
                new TextForm<>(
                        SessionId.class,
                        SessionId.FORM,
                        "1 to 64 letters, digits, '.', '_' and '-', the first one a letter or digit",
                        SessionId::new),
                new TextForm<>(Budget.class, Budget.FORM, "a time such as 90s, 15m or 1h30m", Budget::parse),
                new TextForm<>(JobId.class, "[0-9a-z]{8,40}", "the id of a job", JobId::new),
                new TextForm<>(
                        ModelFormat.class,
                        String.join("|", formats.names()),
                        "one of " + String.join(", ", formats.names()),
                        name -> formats.named(name).orElseThrow())));
    }

    @Bean
    BodyLimits bodyLimits(RequestLimits limits, ImportLimits imports) {
        return limits.bodies(imports.archiveBytes());
    }

    /// Files of a form go to disk whatever their size.
    @Bean
    MultipartConfigElement multipartConfig(BodyLimits limits, UploadDirectory uploads) {
        long file = Math.max(limits.corpusBytes(), limits.archiveBytes());
        return new MultipartConfigElement(uploads.location(), file, file + PARAMETER_BYTES, 0);
    }

    /// A client that asks before it sends a large body is told to go on when the body is read, not before: a request
    /// with wrong parameters is then refused without it.
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> lateContinue() {
        return factory -> factory.addConnectorCustomizers(connector -> connector.setProperty(
                "continueResponseTiming", ContinueResponseTiming.ON_REQUEST_BODY_READ.toString()));
    }

    /// Choices are written in lower case, as they are read.
    @Bean
    JsonMapperBuilderCustomizer lowerCaseChoices() {
        return builder -> builder.enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE);
    }

    @Bean
    WebMvcConfigurer requestHandling(RequestShapes shapes, Validator validator, BodyLimits limits) {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new RequestResolver(shapes, validator, limits));
            }

            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new RequestRules())
                        .addPathPatterns(
                                "/train",
                                "/sample",
                                "/complete",
                                "/score",
                                "/rank",
                                "/compare",
                                "/inspect",
                                "/jobs/**",
                                "/models/**");
            }
        };
    }
}
