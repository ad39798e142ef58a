package dev.charloom.engine.kernel.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HugePagesTest {

    private static final int PAGE = 2 << 20;
    private static final int LINE = 64;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, PAGE / 4 - 1, PAGE / 4, PAGE / 4 + 1, PAGE - 7, 3 * PAGE + 12345})
    void anArrayHoldsWhatItHeld(int length) {
        var array = new float[length];
        for (int i = 0; i < length; i++) {
            array[i] = i;
        }
        boolean _ = HugePages.gather(array);
        assertThat(IntStream.range(0, length).allMatch(i -> array[i] == i)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1000, PAGE - 1, PAGE, PAGE + 1, 3L * PAGE + 12345})
    void memoryIsAlignedAndZeroAndMayBeWrittenToItsEnd(long bytes) {
        MemorySegment memory = HugePages.allocate(bytes, LINE);
        assertThat(memory.byteSize()).isEqualTo(bytes);
        assertThat(memory.address() % LINE).isZero();
        assertThat(memory.mismatch(MemorySegment.ofArray(new byte[(int) bytes])))
                .isEqualTo(-1);
        memory.fill((byte) 7);
        assertThat(memory.get(JAVA_BYTE, bytes - 1)).isEqualTo((byte) 7);
    }

    @Test
    @Timeout(60)
    void memoryIsGivenBackWhenNothingRefersToIt() throws IOException {
        assumeThat(Path.of("/proc/self/status")).isReadable();
        long before = mappedKilobytes();
        for (int i = 0; i < 40; i++) { // 8 GB in all, none of which is touched
            assertThat(HugePages.allocate(100L * PAGE, LINE).byteSize()).isPositive();
        }
        while (mappedKilobytes() - before > 4L << 20) { // the collector's cleaner comes when it comes
            System.gc();
            Thread.yield();
        }
    }

    @Test
    void theSystemShowsThePagesThatItHasGathered() throws IOException {
        var array = new float[8 * PAGE / Float.BYTES];
        assumeThat(HugePages.gather(array)).isTrue(); // there may be no system that does, or no memory in one piece
        long address = SystemCalls.addressOf(array);
        assertThat(hugeKilobytesAt(address + PAGE)).isGreaterThanOrEqualTo(PAGE >> 10);
    }

    @ParameterizedTest
    @CsvSource({
        "always [madvise] never, 2097152, 2097152",
        "[always] madvise never, 536870912, 536870912",
        "always madvise [never], 2097152, 0",
        "[always] madvise never, none, 0"
    })
    void theSizeIsWhatTheSystemTells(String enabled, String size, long expected, @TempDir Path settings)
            throws IOException {
        Files.writeString(settings.resolve("enabled"), enabled + "\n");
        Files.writeString(settings.resolve("hpage_pmd_size"), size + "\n");
        assertThat(HugePages.size(settings)).isEqualTo(expected);
    }

    @Test
    void aSystemThatTellsNothingHasNone(@TempDir Path settings) {
        assertThat(HugePages.size(settings)).isZero();
    }

    private static long mappedKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmSize:"))
                .mapToLong(HugePagesTest::kilobytes)
                .sum();
    }

    /// How much of the mapping that holds an address lies in large pages.
    private static long hugeKilobytesAt(long address) throws IOException {
        boolean inside = false;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                String[] ends = line.substring(0, line.indexOf(' ')).split("-");
                inside =
                        Long.parseUnsignedLong(ends[0], 16) <= address && address < Long.parseUnsignedLong(ends[1], 16);
            } else if (inside && line.startsWith("AnonHugePages:")) {
                return kilobytes(line);
            }
        }
        return 0;
    }

    private static long kilobytes(String line) {
        return Long.parseLong(line.replaceAll("\\D", ""));
    }
}
