package dev.charloom;

import dev.charloom.engine.ModelShape;
import dev.charloom.web.LayerTables;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Tells the web, which does not see the engine, the layers of a network.
@Configuration
class LayerTableConfiguration {

    @Bean
    LayerTables layerTables() {
        return shape -> shape.toModelShape().table().stream()
                .map(LayerTableConfiguration::layer)
                .toList();
    }

    private static LayerTables.Layer layer(ModelShape.Layer layer) {
        return new LayerTables.Layer(layer.name(), layer.type(), layer.outputSize(), layer.parameters());
    }
}
