package dev.charloom.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativePlatformTest {

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, LINUX_X86_64",
        "Linux, aarch64, LINUX_ARM64",
        "Mac OS X, aarch64, MACOSX_ARM64",
        "Windows 11, amd64, WINDOWS_X86_64",
    })
    void platformsAreToldByTheNamesThatJavaGivesThem(String system, String processor, NativePlatform platform) {
        assertThat(NativePlatform.of(system, processor)).contains(platform);
    }

    @ParameterizedTest
    @CsvSource({"Linux, ppc64le", "Mac OS X, x86_64", "Windows 11, aarch64", "FreeBSD, amd64"})
    void otherPlatformsHaveNoNativeLibrary(String system, String processor) {
        assertThat(NativePlatform.of(system, processor)).isEmpty();
    }

    @Test
    void oneDnnItselfIsLoadedLast() {
        for (NativePlatform platform : NativePlatform.values()) {
            assertThat(platform.libraries().getLast().fileName()).contains("dnnl");
        }
    }
}
