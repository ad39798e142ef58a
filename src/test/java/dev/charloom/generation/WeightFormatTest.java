package dev.charloom.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.repository.ModelManifest;
import dev.charloom.repository.ModelReference;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WeightFormatTest {

    @Test
    void theFewestBitsServeThatAreAtMostHalfAPercentWorse() {
        assertThat(WeightFormat.of(Precision.AUTO, manifest(2.0, 2.001, 2.009))).isEqualTo(WeightFormat.INT6);
        assertThat(WeightFormat.of(Precision.AUTO, manifest(2.0, 2.02, 1.9))).isEqualTo(WeightFormat.INT6);
        assertThat(WeightFormat.of(Precision.AUTO, manifest(2.0, 2.009, 2.011))).isEqualTo(WeightFormat.INT8);
        assertThat(WeightFormat.of(Precision.AUTO, manifest(2.0, 2.011, 2.011))).isEqualTo(WeightFormat.FLOAT32);
    }

    @Test
    void whatWasNotMeasuredIsNotServed() {
        assertThat(WeightFormat.of(Precision.AUTO, manifest(2.0, 2.0, null))).isEqualTo(WeightFormat.INT8);
        assertThat(WeightFormat.of(Precision.AUTO, manifest(2.0, null, null))).isEqualTo(WeightFormat.FLOAT32);
        assertThat(WeightFormat.of(Precision.AUTO, manifest(null, 1.0, 1.0))).isEqualTo(WeightFormat.FLOAT32);
    }

    @Test
    void whoAsksForFloat32GetsIt() {
        assertThat(WeightFormat.of(Precision.FLOAT32, manifest(2.0, 2.0, 2.0))).isEqualTo(WeightFormat.FLOAT32);
    }

    private static ModelManifest manifest(@Nullable Double loss, @Nullable Double int8Loss, @Nullable Double int6Loss) {
        ModelManifest it = new Letters()
                .publish(ModelReference.parse("letters:1"), "lines", Instant.EPOCH, new long[] {1, 1}, '\n', 'a')
                .manifest();
        ModelManifest.Training training = it.training();
        return new ModelManifest(
                it.formatVersion(),
                it.name(),
                it.version(),
                it.createdAt(),
                it.shape(),
                it.conventions(),
                it.tokenisation(),
                it.vocabulary(),
                it.corpus(),
                new ModelManifest.Training(
                        training.job(),
                        training.parameters(),
                        training.seed(),
                        training.codeVersion(),
                        training.steps(),
                        training.bestStep(),
                        training.bestEpoch(),
                        training.trainLoss(),
                        loss,
                        training.validationMethod(),
                        training.parent(),
                        training.ended(),
                        int8Loss,
                        int6Loss));
    }
}
