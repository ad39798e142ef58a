package dev.charloom.web;

import dev.charloom.repository.ModelName;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.ModelRepository;
import dev.charloom.web.binding.From;
import dev.charloom.web.binding.Source;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Shows and deletes models, and chooses which version is served.
@RestController
@RequestMapping(path = "/models", produces = MediaType.APPLICATION_JSON_VALUE)
class ModelsController {

    private final ModelRepository repository;
    private final ModelDescriber describer;

    ModelsController(ModelRepository repository, ModelDescriber describer) {
        this.repository = repository;
        this.describer = describer;
    }

    @GetMapping
    ModelsResponse list() {
        return new ModelsResponse(
                repository.models().stream().map(describer::summarise).toList());
    }

    @GetMapping("/{name}")
    ModelResponse find(@PathVariable String name, @From(Source.QUERY) ModelRequest request) {
        return describer.describe(new ModelReference(new ModelName(name), request.version()));
    }

    @PutMapping(path = "/{name}/current", consumes = MediaType.APPLICATION_JSON_VALUE)
    ModelResponse makeCurrent(@PathVariable String name, @From(Source.JSON) CurrentVersionRequest request) {
        var version = new ModelReference(new ModelName(name), request.version());
        repository.manifest(version); // a version that is damaged is not served
        repository.makeCurrent(version.name(), request.version());
        return describer.describe(version);
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String name) {
        repository.delete(new ModelName(name));
    }
}
