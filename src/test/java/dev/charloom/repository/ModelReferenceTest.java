package dev.charloom.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelReferenceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "0",
                "Dinosaurs_2.1-b",
                "nul",
                "a..b",
                "x123456789012345678901234567890123456789012345678901234567890123"
            })
    void aNameIsLettersDigitsDotsUnderscoresAndHyphens(String name) {
        assertThat(new ModelName(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "..",
                ".hidden",
                "-a",
                "_a",
                "a/b",
                "../a",
                "a\\b",
                "a b",
                "a\n",
                "a\u0000",
                "ä",
                "a:1",
                "x1234567890123456789012345678901234567890123456789012345678901234"
            })
    void whatCouldLeadOutOfTheDirectoryIsNoName(String name) {
        assertThat(ModelName.isValid(name)).isFalse();
        assertThatExceptionOfType(InvalidModelName.class)
                .isThrownBy(() -> new ModelName(name))
                .satisfies(e -> assertThat(e.value()).isEqualTo(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dinosaurs", "dinosaurs:1", "d:999999999"})
    void aReferenceIsPrintedAsItIsRead(String text) {
        assertThat(ModelReference.parse(text)).hasToString(text);
    }

    @Test
    void aReferenceWithoutAVersionNamesNone() {
        assertThat(ModelReference.parse("a")).isEqualTo(new ModelReference(new ModelName("a"), null));
        assertThat(ModelReference.parse("a:12")).isEqualTo(new ModelReference(new ModelName("a"), 12));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":1",
                "a:",
                "a:0",
                "a:01",
                "a:-1",
                "a:+1",
                "a:1:2",
                "a:1 ",
                "a:1000000000",
                "a:x",
                "../a:1"
            })
    void anythingElseIsNoReference(String text) {
        assertThatExceptionOfType(InvalidModelName.class)
                .isThrownBy(() -> ModelReference.parse(text))
                .satisfies(e -> assertThat(e.value()).isEqualTo(text));
    }

    @Test
    void namesAreOrderedByTheirCharacters() {
        assertThat(new ModelName("a")).isLessThan(new ModelName("b")).isGreaterThan(new ModelName("B"));
    }
}
