package dev.charloom.generation;

import dev.charloom.generation.ModelChoice.Member;
import dev.charloom.generation.ModelChoice.Source;
import dev.charloom.repository.ModelManifest;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.ModelRepository;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds out which weights a request asks for.
final class ModelKeys {

    private final ModelRepository repository;
    private final JobModels jobs;
    private final @Nullable ModelReference defaultModel;

    /// @param defaultModel answers where a request names no model; null for the most recently trained one
    ModelKeys(ModelRepository repository, JobModels jobs, @Nullable ModelReference defaultModel) {
        this.repository = repository;
        this.jobs = jobs;
        this.defaultModel = defaultModel;
    }

    /// The weights as they are now.
    ///
    /// @throws dev.charloom.repository.ModelNotFound if there is no such model, or none at all
    ModelKey of(ModelChoice choice) {
        Precision precision = choice.precision();
        return switch (choice.source()) {
            case Source.Published(ModelReference model) -> version(model, precision);
            case Source.Ensemble(List<Member> members) -> mixture(members, precision);
            case Source.Job(String job) ->
                switch (jobs.latest(job)) {
                    case JobModels.Place.Published(ModelReference model) -> version(model, precision);
                    case JobModels.Place.Checkpoint(long step) -> new ModelKey.Checkpoint(job, step);
                };
        };
    }

    private ModelKey.Version version(@Nullable ModelReference wanted, Precision precision) {
        ModelReference reference = repository.resolve(wanted != null ? wanted : defaultModel);
        ModelManifest manifest = repository.manifest(reference);
        return new ModelKey.Version(reference, manifest.createdAt(), WeightFormat.of(precision, manifest));
    }

    private ModelKey.Mixture mixture(List<Member> members, Precision precision) {
        return new ModelKey.Mixture(
                members.stream().map(it -> version(it.model(), precision)).toList(),
                members.stream().map(Member::weight).toList());
    }

    /// Whether a precision comes to the numbers that these weights are kept in.
    boolean admits(ModelKey key, Precision precision) {
        return switch (key) {
            case ModelKey.Version(ModelReference reference, var _, WeightFormat format) ->
                WeightFormat.of(precision, repository.manifest(reference)) == format;
            case ModelKey.Mixture(List<ModelKey.Version> versions, var _) ->
                versions.stream().allMatch(version -> admits(version, precision));
            case ModelKey.Checkpoint _ -> true;
        };
    }

    /// Whether weights that were found earlier are still there.
    boolean isPresent(ModelKey key) {
        return switch (key) {
            case ModelKey.Version version ->
                repository.manifest(version.reference()).createdAt().equals(version.createdAt());
            case ModelKey.Mixture(List<ModelKey.Version> versions, var _) ->
                versions.stream().allMatch(this::isPresent);
            case ModelKey.Checkpoint _ -> false; // the next one may be there already
        };
    }
}
