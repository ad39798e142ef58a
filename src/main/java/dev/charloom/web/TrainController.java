package dev.charloom.web;

import dev.charloom.text.CorpusFile;
import dev.charloom.training.CorpusStore;
import dev.charloom.training.IdempotencyKey;
import dev.charloom.training.Job;
import dev.charloom.training.TrainingOrder;
import dev.charloom.training.TrainingService;
import dev.charloom.web.binding.BodyLimits;
import dev.charloom.web.binding.From;
import dev.charloom.web.binding.Source;
import dev.charloom.web.openapi.ApiDescription;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Takes a corpus in one of three forms and queues the training.
@RestController
@RequestMapping(path = "/train", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = ApiDescription.TRAINING)
class TrainController {

    private static final String KEY = "Idempotency-Key";
    private static final String KEY_MEANS =
            "1 to 255 visible ASCII characters. The same request under the same key trains once: it is answered with the"
                    + " job that it made before, until that job is deleted.";

    private final CorpusStore corpora;
    private final TrainingService training;
    private final LayerTables layers;
    private final BodyLimits limits;

    TrainController(CorpusStore corpora, TrainingService training, LayerTables layers, BodyLimits limits) {
        this.corpora = corpora;
        this.training = training;
        this.layers = layers;
        this.limits = limits;
    }

    @TrainOperation
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> trainOnJson(
            @From(Source.JSON) TrainJsonRequest request,
            HttpServletRequest http,
            @Parameter(description = KEY_MEANS) @RequestHeader(name = KEY, required = false) @Nullable String key)
            throws IOException {
        return submit(request.request(), () -> corpora.store(request.corpus()), key, http);
    }

    @TrainOperation
    @PostMapping(consumes = MediaType.TEXT_PLAIN_VALUE)
    ResponseEntity<Object> trainOnText(
            @From(Source.QUERY) TrainRequest request,
            HttpServletRequest http,
            @Parameter(description = KEY_MEANS) @RequestHeader(name = KEY, required = false) @Nullable String key)
            throws IOException {
        return submit(request, () -> corpora.store(limits.corpus(http)), key, http);
    }

    @TrainOperation
    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ResponseEntity<Object> trainOnFile(
            @From(Source.PARTS) TrainForm form,
            HttpServletRequest http,
            @Parameter(description = KEY_MEANS) @RequestHeader(name = KEY, required = false) @Nullable String key)
            throws IOException {
        try (var corpus = limits.corpus(form.corpus())) {
            return submit(form.request(), () -> corpora.store(corpus), key, http);
        }
    }

    /// A corpus that is not stored before the parameters are known to be right.
    private interface Incoming {
        CorpusFile store() throws IOException;
    }

    private ResponseEntity<Object> submit(
            TrainRequest request, Incoming corpus, @Nullable String key, HttpServletRequest http) throws IOException {
        TrainingOrder order = request.order();
        if (request.trainsNothing()) {
            return ResponseEntity.ok(EstimateResponse.of(training.estimate(order, corpus.store()), layers));
        }
        Job job = key == null
                ? training.submit(request.model(), order, corpus.store())
                : training.submitOnce(new IdempotencyKey(key), request.model(), order, corpus.store());
        return ResponseEntity.accepted()
                .location(URI.create(http.getContextPath() + "/jobs/" + job.id()))
                .body(JobResponse.of(job));
    }
}
