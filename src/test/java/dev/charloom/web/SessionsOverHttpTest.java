package dev.charloom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.charloom.ServiceTest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Conversations and ensembles over HTTP, with a real model.
class SessionsOverHttpTest extends ServiceTest {

    /// @param fields in single quotes
    private Answer complete(String fields) {
        return http.postJson("/complete", ("{'model': 'dinosaurs', " + fields + "}").replace('\'', '"'));
    }

    private static String text(JsonNode answer) {
        return answer.at("/completions/0/text").asString();
    }

    @Test
    void aTextCanBeFetchedInParts() {
        String whole = text(complete("'prompt': 'Mega', 'seed': 7, 'bannedCharacters': '\\n', 'maxLength': 40")
                .isStatus(200)
                .json());
        String part = "'session': 'parts', 'bannedCharacters': '\\n', 'maxLength': 10, 'prompt': ";

        var text = new StringBuilder();
        JsonNode answer = complete(part + "'Mega', 'seed': 7").isStatus(200).json();
        text.append(text(answer));
        assertThat(answer.path("session").toString()).isEqualTo("{\"id\":\"parts\",\"characters\":14}");
        for (int i = 0; i < 2; i++) {
            answer = complete(part + "''").isStatus(200).json();
            text.append(text(answer));
        }
        String streamed = complete(part + "'', 'stream': true").isStatus(200).body();
        for (String line :
                streamed.lines().filter(it -> it.startsWith("data: ")).toList()) {
            JsonNode event = new JsonMapper().readTree(line.substring("data: ".length()));
            text.append(event.path("text").asString());
            assertThat(event.has("session")).isEqualTo(event.has("usage"));
        }

        assertThat(text.toString()).isEqualTo(whole);
        assertThat(answer.path("seed").asLong()).isEqualTo(7);
        assertThat(streamed).contains("\"session\":{\"id\":\"parts\",\"characters\":44}");
    }

    @Test
    void anEnsembleOfAModelWithItselfIsThatModel() {
        JsonNode alone = complete("'prompt': 'Mega', 'seed': 7, 'logprobs': 2")
                .isStatus(200)
                .json();

        JsonNode twice = http.postJson("/complete", """
                        {"models": {"dinosaurs": 1, "dinosaurs:1": 3}, "prompt": "Mega", "seed": 7, "logprobs": 2}""").isStatus(200).json();

        assertThat(twice.path("model").asString()).isEqualTo("dinosaurs:1+dinosaurs:1");
        assertThat(twice.path("version").isNull()).isTrue();
        assertThat(text(twice)).isEqualTo(text(alone));
        JsonNode logprobs = twice.at("/completions/0/logprobs");
        for (int i = 0; i < logprobs.size(); i++) {
            assertThat(logprobs.get(i).path("logprob").asDouble())
                    .isCloseTo(
                            alone.at("/completions/0/logprobs/" + i + "/logprob")
                                    .asDouble(),
                            within(1e-5));
        }
    }
}
