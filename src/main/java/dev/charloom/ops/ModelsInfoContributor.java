package dev.charloom.ops;

import dev.charloom.repository.ModelRepository;
import java.util.List;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.stereotype.Component;

/// Adds the models to the build information.
@Component
class ModelsInfoContributor implements InfoContributor {

    private final ModelRepository repository;

    ModelsInfoContributor(ModelRepository repository) {
        this.repository = repository;
    }

    @Override
    public void contribute(Info.Builder builder) {
        List<String> models = repository.models().stream()
                .map(manifest -> manifest.reference().toString())
                .toList();
        builder.withDetail("models", models);
    }
}
