package dev.charloom.web.openai;

import dev.charloom.generation.GenerationParams;
import dev.charloom.generation.ModelChoice;
import dev.charloom.generation.Precision;
import dev.charloom.repository.ModelReference;
import dev.charloom.sampling.CharacterRules;
import dev.charloom.sampling.Decoding;
import dev.charloom.sampling.Penalties;
import dev.charloom.sampling.SamplingParams;
import dev.charloom.sampling.Search;
import dev.charloom.web.binding.FieldError;
import dev.charloom.web.binding.InvalidRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Turns bodies into what the service writes.
final class Orders {

    /// Long enough to be useful to clients that never say how long.
    private static final int DEFAULT_LENGTH = 500;

    private static final int MOST_PROMPTS = 128;
    private static final int MOST_STOPS = 16;
    private static final long SEEDS = (1L << 53) - 1;

    private static final String SKIP = "skip";
    private static final List<String> UNKNOWN = List.of("error", SKIP);
    private static final String FLOAT32 = "float32";
    private static final List<String> PRECISIONS = List.of("auto", FLOAT32);

    /// What is to be written.
    ///
    /// @param model null for the default
    record Order(@Nullable ModelReference model, Precision precision, List<String> prompts, GenerationParams params) {

        ModelChoice choice() {
            return new ModelChoice(model, precision);
        }
    }

    private final VocabularyIds ids;

    Orders(VocabularyIds ids) {
        this.ids = ids;
    }

    /// @throws InvalidRequest with everything that is wrong
    Order of(CompletionBody body) {
        var errors = new ArrayList<FieldError>();
        ModelReference model = model(body.model());
        List<String> prompts = prompts(body, model, errors);
        Integer most = body.maxTokens();
        if (most != null && most == 0 && (!body.isEchoed() || body.isStreamed())) {
            errors.add(
                    new FieldError("max_tokens", 0, "must be at least 1, except with echo and without stream", null));
        }
        int length = most == null ? DEFAULT_LENGTH : Math.max(1, most);
        Order order = order(body, model, prompts, length, bestOf(body, errors), body.logprobs(), errors);
        return body.isEchoed() && order.params().skipUnknown() ? withoutUnknown(order) : order;
    }

    /// What is echoed is what was read: its characters are scored, and counted in offsets.
    private Order withoutUnknown(Order order) {
        return new Order(order.model(), order.precision(), ids.known(order.prompts(), order.model()), order.params());
    }

    /// @throws dev.charloom.repository.InvalidModelName if that is no name
    private static @Nullable ModelReference model(@Nullable String name) {
        return name == null ? null : ModelReference.parse(name);
    }

    private List<String> prompts(CompletionBody body, @Nullable ModelReference model, List<FieldError> errors) {
        JsonNode given = body.prompt();
        if (given == null || given.isNull()) {
            return List.of("");
        }
        List<String> ofIds = ids.prompts(given, model);
        List<String> prompts = ofIds != null ? ofIds : BodyTexts.of("prompt", given, errors);
        if (prompts.size() > MOST_PROMPTS || (given.isArray() && given.isEmpty())) {
            errors.add(FieldError.notAllowed("prompt", prompts.size() + " texts", "1 to " + MOST_PROMPTS + " texts"));
        }
        return prompts;
    }

    private static @Nullable Integer bestOf(CompletionBody body, List<FieldError> errors) {
        Integer bestOf = body.bestOf();
        int n = texts(body);
        if (bestOf == null || bestOf == n) {
            return null;
        }
        if (bestOf < n) {
            errors.add(new FieldError("best_of", bestOf, "must be at least n", null));
        } else if (body.isStreamed()) {
            errors.add(new FieldError("best_of", bestOf, "must be n in a stream: the best are known at the end", null));
        }
        return bestOf;
    }

    /// @throws InvalidRequest with everything that is wrong
    Order of(ChatBody body) {
        var errors = new ArrayList<FieldError>();
        List<ChatBody.@Nullable Message> messages = body.messages();
        List<String> texts = messages == null ? List.of() : BodyTexts.ofMessages(messages, errors);
        if (messages == null) {
            errors.add(new FieldError("messages", null, "is required", null));
        }
        Integer most = body.maxCompletionTokens() != null ? body.maxCompletionTokens() : body.maxTokens();
        Integer top = body.topLogprobs();
        boolean told = Boolean.TRUE.equals(body.logprobs());
        return order(
                body,
                model(body.model()),
                List.of(String.join("\n", texts)),
                most == null ? DEFAULT_LENGTH : most,
                null,
                told ? Integer.valueOf(top == null ? 0 : top) : null,
                errors);
    }

    private Order order(
            SamplingBody body,
            @Nullable ModelReference model,
            List<String> prompts,
            int maxLength,
            @Nullable Integer bestOf,
            @Nullable Integer logprobs,
            List<FieldError> errors) {
        List<String> stop = stop(body, errors);
        requireOneOf("unknown", body.unknown(), UNKNOWN, errors);
        requireOneOf("precision", body.precision(), PRECISIONS, errors);
        long texts = bestOf == null ? texts(body) : bestOf;
        if (prompts.size() * texts * maxLength > GenerationParams.MOST_IN_ALL) {
            errors.add(new FieldError(
                    "max_tokens", maxLength, "times all texts must be at most " + GenerationParams.MOST_IN_ALL, null));
        }
        if (GenerationParams.logProbabilities(prompts.size() * texts, maxLength, logprobs)
                > GenerationParams.MOST_LOG_PROBABILITIES) {
            errors.add(new FieldError(
                    "max_tokens",
                    maxLength,
                    "times all texts, times the log-probabilities of a character (its own and the alternatives), must be"
                            + " at most " + GenerationParams.MOST_LOG_PROBABILITIES,
                    null));
        }
        refuse(errors);
        Map<Integer, Double> bias = bias(body.logitBias(), model);
        Long seed = body.seed();
        return new Order(
                model,
                FLOAT32.equals(body.precision()) ? Precision.FLOAT32 : Precision.AUTO,
                prompts,
                new GenerationParams(
                        decoding(body, bias),
                        new Search(bestOf, null, 1),
                        texts(body),
                        maxLength,
                        stop,
                        logprobs,
                        SKIP.equals(body.unknown()),
                        seed == null ? null : Long.valueOf(seed & SEEDS)));
    }

    private static void requireOneOf(
            String field, @Nullable String given, List<String> allowed, List<FieldError> errors) {
        if (given != null && !allowed.contains(given)) {
            errors.add(FieldError.notAllowed(field, given, String.join(" or ", allowed)));
        }
    }

    private static List<String> stop(SamplingBody body, List<FieldError> errors) {
        List<String> stop = BodyTexts.of("stop", body.stop(), errors);
        if (stop.size() > MOST_STOPS || stop.stream().anyMatch(String::isEmpty)) {
            errors.add(
                    new FieldError("stop", null, "must be at most %d texts, none empty".formatted(MOST_STOPS), null));
        }
        return stop;
    }

    private static Decoding decoding(SamplingBody body, Map<Integer, Double> bias) {
        double topP = orElse(body.topP(), 1);
        return new Decoding(
                topP == 0
                        ? SamplingParams.greedy() // of the nucleus, the most probable character is always left
                        : new SamplingParams(orElse(body.temperature(), 1), topP, body.topK(), body.minP()),
                new Penalties(
                        orElse(body.repetitionPenalty(), 1),
                        orElse(body.frequencyPenalty(), 0),
                        orElse(body.presencePenalty(), 0)),
                new CharacterRules(bias, null, "", null));
    }

    /// By code point.
    private Map<Integer, Double> bias(@Nullable Map<String, Double> byId, @Nullable ModelReference model) {
        if (byId == null || byId.isEmpty()) {
            return Map.of();
        }
        int[] vocabulary = ids.codePoints(model);
        var bias = new HashMap<Integer, Double>();
        byId.forEach((id, value) -> {
            if (!id.matches("0|[1-9][0-9]{0,8}") || Integer.parseInt(id) >= vocabulary.length) {
                throw wrongBias(id, "an object with vocabulary ids as names, 0 to " + (vocabulary.length - 1));
            }
            if (value == null || !(Math.abs(value) <= 100)) {
                throw wrongBias(value, "an object with values from -100 to 100");
            }
            bias.put(vocabulary[Integer.parseInt(id)], value);
        });
        return bias;
    }

    /// The first one: it is one field, however many of its entries are wrong.
    private static InvalidRequest wrongBias(@Nullable Object given, String allowed) {
        return new InvalidRequest(List.of(FieldError.notAllowed("logit_bias", given, allowed)));
    }

    private static int texts(SamplingBody body) {
        Integer n = body.n();
        return n == null ? 1 : n;
    }

    private static double orElse(@Nullable Double value, double fallback) {
        return value == null ? fallback : value;
    }

    private static void refuse(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw new InvalidRequest(errors);
        }
    }
}
