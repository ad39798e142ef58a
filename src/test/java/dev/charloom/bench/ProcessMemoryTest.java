package dev.charloom.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessMemoryTest {

    @TempDir
    Path directory;

    @Test
    void theHighWaterMarkIsReadFromItsLine() throws IOException {
        Path status = Files.writeString(
                directory.resolve("status"),
                "Name:\tjava\nVmPeak:\t 99999 kB\nVmHWM:\t  123456 kB\nVmRSS:\t  777 kB\n");
        assertThat(ProcessMemory.highWaterMark(status)).isEqualTo(123_456);
    }

    @Test
    void whereThereIsNoneItIsNegative() throws IOException {
        Path status = Files.writeString(directory.resolve("status"), "Name:\tjava\n");
        assertThat(ProcessMemory.highWaterMark(status)).isNegative();
        assertThat(ProcessMemory.highWaterMark(directory.resolve("nothing"))).isNegative();
    }

    @Test
    void thisProcessHoldsSomeMemory() {
        assertThat(ProcessMemory.peakMebibytes()).isBetween(1L, 1L << 30);
    }
}
