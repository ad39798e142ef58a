package dev.charloom.web.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.util.DigestUtils;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistration;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.webjars.WebJarVersionLocator;

/// Serves the files of the page.
@Configuration(proxyBeanMethods = false)
class PageConfiguration {

    @Bean
    WebMvcConfigurer page() {
        return new WebMvcConfigurer() {
            @Override
            public void addResourceHandlers(ResourceHandlerRegistry registry) {
                checkedAtEveryVisit(registry.addResourceHandler("/index.html"))
                        .addResourceLocations("classpath:/static/");
                checkedAtEveryVisit(registry.addResourceHandler("/page/**"))
                        .addResourceLocations("classpath:/static/page/");
                checkedAtEveryVisit(registry.addResourceHandler("/page/uplot/**"))
                        .addResourceLocations(uPlot());
            }

            @Override
            public void addViewControllers(ViewControllerRegistry registry) {
                registry.addViewController("/").setViewName("forward:/index.html");
            }
        };
    }

    /// Browsers ask whether a file is still the same, and are answered 304 if it is. They go by its content: all files
    /// of a jar are of the same date, also in the next release.
    private static ResourceHandlerRegistration checkedAtEveryVisit(ResourceHandlerRegistration files) {
        return files.setCacheControl(CacheControl.noCache())
                .setUseLastModified(false)
                .setEtagGenerator(PageConfiguration::etag);
    }

    private static String etag(Resource file) {
        try (InputStream content = file.getInputStream()) {
            return "\"" + DigestUtils.md5DigestAsHex(content) + "\"";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String uPlot() {
        String version = new WebJarVersionLocator().version("uplot");
        return "classpath:/META-INF/resources/webjars/uplot/" + version + "/dist/";
    }
}
