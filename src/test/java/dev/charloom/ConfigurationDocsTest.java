package dev.charloom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/// The table of properties, `application.yml` and the defaults in the code say the same.
class ConfigurationDocsTest {

    private final PropertySource<?> yaml;

    ConfigurationDocsTest() throws IOException {
        yaml = new YamlPropertySourceLoader()
                .load("application.yml", new ClassPathResource("application.yml"))
                .getFirst();
    }

    @Test
    void everyPropertyIsInTheTableWithItsDefaultAndItsNameInTheEnvironment() throws IOException {
        Map<String, List<String>> rows = rows();
        var named = new TreeMap<String, String>();
        for (String name : ((EnumerablePropertySource<?>) yaml).getPropertyNames()) {
            if (name.startsWith("charloom.")) {
                named.put(name.replaceFirst("\\[.*", ""), Objects.toString(yaml.getProperty(name)));
            }
        }

        assertThat(rows.keySet()).containsAll(named.keySet());
        assertThat(rows.keySet().stream().filter(it -> it.startsWith("charloom.")))
                .containsExactlyInAnyOrderElementsOf(named.keySet());
        named.forEach((name, value) -> assertThat(rows.get(name))
                .as(name)
                .startsWith(
                        "`" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_') + "`",
                        value.isEmpty() || value.equals("[]") ? "none" : "`" + value + "`"));
    }

    @Test
    void theServiceListensWhereTheTableSays() throws IOException {
        assertThat(rows().get("server.port")).contains("`" + yaml.getProperty("server.port") + "`");
        assertThat(rows().get("server.address")).contains("`" + yaml.getProperty("server.address") + "`");
    }

    @Test
    void theDefaultsInTheCodeAreThoseOfApplicationYml() throws Exception {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        var binder = new Binder(ConfigurationPropertySources.from(yaml));
        var nothing = new Binder();

        var found = scanner.findCandidateComponents("dev.charloom");
        assertThat(found).hasSizeGreaterThan(5);
        for (var candidate : found) {
            Class<?> type = Class.forName(candidate.getBeanClassName());
            String prefix = AnnotatedElementUtils.getMergedAnnotation(type, ConfigurationProperties.class)
                    .prefix();
            Object configured = binder.bindOrCreate(prefix, Bindable.of(type));
            assertThat(configured.toString().replace("defaultModel=,", "defaultModel=null,"))
                    .isEqualTo(nothing.bindOrCreate(prefix, Bindable.of(type)).toString());
        }
    }

    /// The cells behind the name of each property.
    private static Map<String, List<String>> rows() throws IOException {
        var rows = new TreeMap<String, List<String>>();
        try (Stream<String> lines = Files.lines(Path.of("docs/configuration.md"))) {
            lines.filter(line -> line.startsWith("| `")).forEach(line -> {
                List<String> cells =
                        Stream.of(line.split("\\|")).map(String::strip).toList();
                rows.put(cells.get(1).replace("`", ""), cells.subList(2, cells.size()));
            });
        }
        return rows;
    }
}
