package dev.charloom.walk;

import dev.charloom.walk.ApiDocument.Operation;
import dev.charloom.web.Answer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Holds answers to the description: whatever a service answers, a reader of the description has to expect it.
final class DescribedAnswers {

    /// Answers to paths that lead nowhere, or that nobody can tell where they lead.
    private static final Set<Integer> OF_DETOURS = Set.of(400, 404, 405);

    private static final String PROBLEM = "application/problem+json";

    /// What no client has to see: from inside, or of another client's making.
    private static final String[] INSIDE = {"Exception", "dev.charloom", "org.apache", "java.", "/tmp/", "\tat "};

    private final ApiDocument api;
    private final Map<Integer, Integer> statuses = new TreeMap<>();

    DescribedAnswers(ApiDocument api) {
        this.api = api;
    }

    /// How many answers there were of each status.
    Map<Integer, Integer> statuses() {
        return statuses;
    }

    /// What is wrong with an answer, as a phrase; null if nothing is.
    @Nullable
    String wrong(WrongRequest request, Answer answer) {
        int status = answer.status();
        statuses.merge(status, 1, Integer::sum);
        Operation operation = request.operation();
        boolean described = operation.describes(status);
        if (status >= 500 && status != 503) {
            return "is a failure";
        }
        if (!described && !(request.detour() && OF_DETOURS.contains(status))) {
            return "is not described";
        }
        if ((status == 503 || status == 429) && !answer.header("Retry-After").matches("[0-9]+")) {
            return "has no Retry-After";
        }
        if (!answer.header("Set-Cookie").isEmpty()) {
            return "has a header that the client wrote";
        }
        if (status < 400) {
            return request.detour() ? null : misfit(operation, answer);
        }
        return wrongProblem(operation, answer, described);
    }

    private @Nullable String wrongProblem(Operation operation, Answer answer, boolean described) {
        try {
            if (answer.status() != 400 || answer.json().has("instance")) { // which a request without a path has not
                answer.isProblem(answer.status());
            }
        } catch (AssertionError | JacksonException e) {
            return "is no whole problem: " + e.getMessage();
        }
        for (String inside : INSIDE) {
            if (answer.body().contains(inside)) {
                return "tells of the inside: " + inside;
            }
        }
        return described ? misfit(operation, answer) : null;
    }

    /// Whether the body has a form that is described, and, if it is JSON, what its schema says.
    private @Nullable String misfit(Operation operation, Answer answer) {
        JsonNode content = operation.content(answer.status());
        String type = answer.header("Content-Type").replaceFirst(";.*", "");
        if (type.isEmpty() && content.isEmpty() && answer.body().isEmpty()) {
            return null;
        }
        if (!content.has(type)) {
            return "is of the form " + type + ", of which the description says nothing";
        }
        JsonNode schema = content.path(type).path("schema");
        boolean json = type.equals(PROBLEM) || type.equals("application/json");
        if (!json || schema.isMissingNode() || answer.body().length() >= Walker.ENOUGH / 4) {
            return null;
        }
        String misfit = api.misfit(schema, answer.json());
        return misfit == null ? null : "does not fit its schema: " + misfit;
    }
}
