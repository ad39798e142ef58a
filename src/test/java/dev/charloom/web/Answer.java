package dev.charloom.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What came back.
public record Answer(int status, HttpHeaders headers, String body, JsonMapper mapper) {

    public JsonNode json() {
        return mapper.readTree(body);
    }

    /// The first value of a header, or an empty text.
    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    public Answer isStatus(int expected) {
        assertThat(status).as("status of %s", body).isEqualTo(expected);
        return this;
    }

    /// Asserts that this is a complete problem detail, whatever it is about.
    public Answer isProblem(int expected) {
        isStatus(expected);
        assertThat(header("Content-Type")).isEqualTo("application/problem+json");
        JsonNode problem = json();
        assertThat(problem.path("type").asString()).startsWith("urn:charloom:problem:");
        assertThat(problem.path("title").asString()).isNotBlank();
        assertThat(problem.path("status").asInt()).isEqualTo(expected);
        assertThat(problem.path("detail").asString()).isNotBlank();
        assertThat(problem.path("instance").asString()).startsWith("/");
        assertThat(problem.at("/error/message")).isEqualTo(problem.path("detail"));
        assertThat(problem.at("/error/type").asString()).isNotBlank();
        assertThat(problem.at("/error/code").asString()).isNotBlank();
        assertThat(problem.path("error").has("param")).isTrue();
        return this;
    }

    /// The names of the fields that a problem complains about.
    public List<String> wrongFields() {
        return json().path("errors")
                .valueStream()
                .map(error -> error.path("field").asString())
                .toList();
    }

    /// What a problem says of a field.
    public JsonNode error(String field) {
        return json().path("errors")
                .valueStream()
                .filter(error -> error.path("field").asString().equals(field))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no error of " + field + " in " + body));
    }
}
