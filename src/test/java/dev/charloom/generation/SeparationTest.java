package dev.charloom.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeparationTest {

    private static Double separation(float[] feature, float... values) {
        return new Separation(feature).of(values);
    }

    @Test
    void aUnitThatIsHigherInTheClassWithoutExceptionSeparatesItWhollyHoweverRareItIs() {
        float[] feature = {0, 0, 1, 0, 0, 0, 0, 0};

        assertThat(separation(feature, -1, .2f, .9f, -.3f, 0, .1f, .1f, -.9f)).isEqualTo(1);
        assertThat(separation(feature, 1, -.2f, -2f, .3f, 0, .1f, .1f, .9f)).isEqualTo(-1);
        assertThat(separation(feature, 3, 3, 3, 3, 3, 3, 3, 3)).isZero();
    }

    /// Every pair of a member and another character.
    private static double pairByPair(float[] feature, float[] values) {
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < feature.length; i++) {
            for (int j = 0; j < feature.length; j++) {
                if (feature[i] == 1 && feature[j] == 0) {
                    sum += Float.compare(values[i], values[j]);
                    pairs++;
                }
            }
        }
        return sum / pairs;
    }

    @Test
    void itIsTheShareOfPairsThatAreHigherInTheClassLessThatOfThoseThatAreLower() {
        var random = new SplittableRandom(4);
        for (int length : new int[] {2, 3, 17, 200}) {
            float[] feature = new float[length];
            float[] values = new float[length];
            for (int i = 0; i < length; i++) {
                feature[i] = i < 2 ? i : random.nextInt(2);
                values[i] = random.nextInt(-6, 6) / 4f; // some are equal
            }

            assertThat(separation(feature, values)).isCloseTo(pairByPair(feature, values), within(1e-12));
        }
    }

    @Test
    void aPositionIsSeparatedAsItsRanksGoWithThoseOfTheUnit() {
        float[] position = {0, 1, 2, 3, 4};

        assertThat(separation(position, -1, -.5f, 0, 10, 11)).isCloseTo(1, within(1e-12));
        assertThat(separation(position, 5, 4, 3, 2, 1)).isCloseTo(-1, within(1e-12));
        // 1 − 6·Σd²/(n·(n² − 1)) with d = 0, 1, 1, 0, 0
        assertThat(separation(position, 1, 3, 2, 4, 5)).isCloseTo(1 - 6.0 * 2 / (5 * 24), within(1e-12));
        assertThat(separation(position, 2, 2, 2, 2, 2)).isZero();
    }

    @Test
    void whereAllCharactersAreAlikeThereIsNothingToSeparate() {
        assertThat(separation(new float[] {1, 1}, 1, 2)).isNull();
        assertThat(separation(new float[] {0, 0}, 1, 2)).isNull();
        assertThat(separation(new float[] {7, 7}, 1, 2)).isNull();
    }

    @Test
    void bothZerosAreEqual() {
        assertThat(separation(new float[] {1, 0}, 0f, -0f)).isZero();
    }
}
