package dev.charloom.web.openapi;

import dev.charloom.web.binding.From;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.tags.Tag;
import java.net.URI;
import java.util.List;
import org.springdoc.core.customizers.ServerBaseUrlCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What the description of the API says before it comes to the paths.
@Configuration(proxyBeanMethods = false)
public class ApiDescription {

    public static final String TRAINING = "Training";
    public static final String WRITING = "Writing";
    public static final String SCORING = "Scoring";
    public static final String INSPECTION = "Inspection";
    public static final String MODELS = "Models";
    public static final String OPENAI = "OpenAI";

    private static final String KEY = "key";
    private static final String INTRODUCTION = """
            Trains character-level recurrent language models on your own text, and writes with them.

            1. **Train**: `POST /train` with a text. The answer is a job; `GET /jobs/{id}` shows how far it is, how \
            well the model predicts, and what it writes meanwhile.
            2. **Write**: `GET /sample` writes something new, `POST /complete` goes on with what you began.

            The model `dinosaurs`, which invents names of dinosaurs, comes with the service:

            ```
            curl 'localhost:8080/sample?model=dinosaurs&n=5' -H 'Accept: text/plain'
            ```

            To train one of your own on a file:

            ```
            curl --data-binary @corpus.txt -H 'Content-Type: text/plain' 'localhost:8080/train?model=mine'
            ```

            **What the service holds to.** A *character* is a Unicode code point. Texts are UTF-8. Losses are in nats \
            per character. The same seed gives the same model and the same text. Unknown fields and parameters are \
            refused, values are taken as they are written (`"7"` is no number), and everything that is wrong is told \
            at once; of many unknown names the first 20, and how many more there are. In a query and in a form, an \
            empty value of a parameter that has no default counts as left out.

            **Keys.** Where the service has keys, a request needs the header `Authorization: Bearer <key>`. A key has a \
            role: `read` looks at models and jobs, writes and scores texts; `train` also trains, steers jobs, imports, \
            loads and unloads models and chooses versions; `admin` also deletes. A request that comes from the web \
            page of another site, or under a name that the service does not have, is refused with 403.

            **Errors** are `application/problem+json` (RFC 9457): `detail` is a sentence, `errors` names each wrong \
            field with its reason and what is allowed, and `error` says the same as clients of OpenAI's API read it. \
            An unknown failure has an `id` that is in the log of the service.
            """;

    static {
        SpringDocUtils.getConfig().addAnnotationsToIgnore(From.class); // described by RequestDocs
    }

    /// The service is named by the path that it is reached under alone, so that the description holds under every name
    /// that it has.
    @Bean
    static ServerBaseUrlCustomizer serverByItsPath() {
        return (url, request) -> {
            String path = URI.create(url).getRawPath();
            return path.isEmpty() ? "/" : path;
        };
    }

    @Bean
    OpenAPI charloomApi(ObjectProvider<BuildProperties> build) {
        BuildProperties built = build.getIfAvailable();
        return new OpenAPI()
                .info(new Info()
                        .title("Charloom")
                        .description(INTRODUCTION)
                        .version(built == null ? "unknown" : built.getVersion()))
                .components(new Components()
                        .addSecuritySchemes(
                                KEY,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("A key of the service; not needed where it has none.")))
                .security(List.of(new SecurityRequirement().addList(KEY), new SecurityRequirement()))
                .tags(List.of(
                        new Tag().name(TRAINING).description("Make models of texts."),
                        new Tag().name(WRITING).description("Write with models."),
                        new Tag().name(SCORING).description("Ask how probable texts are."),
                        new Tag().name(INSPECTION).description("Look at what goes on inside models."),
                        new Tag().name(MODELS).description("Look at models and choose their versions."),
                        new Tag().name(OPENAI).description("The same for clients of OpenAI's API.")));
    }
}
