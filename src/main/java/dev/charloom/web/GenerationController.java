package dev.charloom.web;

import dev.charloom.generation.GenerationService;
import dev.charloom.web.binding.From;
import dev.charloom.web.binding.Source;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Writes with published models.
@RestController
class GenerationController {

    private final GenerationService generation;

    GenerationController(GenerationService generation) {
        this.generation = generation;
    }

    @GetMapping(
            path = "/sample",
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_PLAIN_VALUE})
    SampleResponse sample(@From(Source.QUERY) SampleRequest request) {
        return SampleResponse.of(generation.sample(request.model(), request.params(), request.start()));
    }

    @PostMapping(
            path = "/complete",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    CompleteResponse complete(@From(Source.JSON) CompleteRequest request) {
        return CompleteResponse.of(generation.complete(request.model(), request.params(), request.prompt()));
    }
}
