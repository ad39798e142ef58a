package dev.charloom.web;

import dev.charloom.repository.ModelName;
import dev.charloom.repository.ModelReference;
import dev.charloom.training.Preset;
import dev.charloom.training.TrainingOrder;
import dev.charloom.training.TrainingParams;
import dev.charloom.web.binding.GivenFields;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What to train, of a corpus that comes beside it.
record TrainRequest(
        @Schema(description = "The model to create; one that exists gets a new version.", example = "names")
        ModelName model,

        @Schema(description = """
                        The model to go on from, or `name:version`: its weights, its shape, its characters, to which \
                        those of the corpus are added. What is given of the shape has to agree. Left out: training \
                        begins anew.""") @Nullable ModelReference from,

        @Schema(description = """
                        Fills in `layers`, `hiddenSize`, `embeddingSize`, `sequenceLength`, `batchSize`, `learningRate` \
                        and what regularises where they are left out. `auto` goes by the size of the corpus, and by the \
                        `budget` if there is one; the job tells what it chose.""") @Nullable Preset preset,

        @Schema(description = """
                        Whether to check the request and answer what it would make and cost, and train nothing. The \
                        time is reckoned from a speed that is measured now, for one request at a time: 503 where the \
                        turn does not come within 30 seconds, or the jobs that run leave too little memory.""") @Nullable Boolean dryRun,

        TrainingFields training,
        GivenFields given) {

    TrainingOrder order() {
        boolean open = preset != null || from != null;
        TrainingParams params = open ? training.paramsOfOpenShape(given.names(), from != null) : training.params();
        return new TrainingOrder(params, given.names(), preset, from);
    }

    boolean trainsNothing() {
        return Boolean.TRUE.equals(dryRun);
    }
}
