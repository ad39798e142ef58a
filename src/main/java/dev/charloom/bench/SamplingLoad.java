package dev.charloom.bench;

import dev.charloom.engine.Initializer;
import dev.charloom.engine.Network;
import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.SharedTeam;
import dev.charloom.random.Purpose;
import dev.charloom.random.RandomStream;
import dev.charloom.sampling.SamplingParams;
import dev.charloom.sampling.TextWriter;
import dev.charloom.sampling.WritingLoop;
import dev.charloom.sampling.WritingTask;
import dev.charloom.sampling.WrittenText;
import dev.charloom.text.TextMode;
import dev.charloom.text.Vocabulary;
import java.util.List;
import java.util.stream.IntStream;

/// Texts as the generator writes them: softmax and one random draw for each character.
///
/// A step writes one text of 101 characters in every stream, all streams together, and counts 100 of them: the first
/// is drawn after the prompt, which is read once for all.
final class SamplingLoad implements Load {

    private static final int CHARACTERS = 100;
    private static final int SURROGATES = Character.MAX_SURROGATE + 1 - Character.MIN_SURROGATE;

    private final TextWriter writer;
    private final WritingLoop loop;
    private final int streams;
    private final SharedTeam team;
    private long steps;
    private List<WrittenText> written = List.of();

    SamplingLoad(Workload workload, Blas blas, int threads) {
        var weights = new Initializer(RandomStream.of(SEED, Purpose.WEIGHTS, 0)).initialize(workload.shape());
        var network = Network.forInference(weights, blas);
        // Without an end of text, every text has its full length.
        writer = new TextWriter(network, vocabulary(workload.shape().vocabulary()), TextMode.TEXT, blas);
        streams = workload.batch();
        team = new SharedTeam(threads, "charloom-writing", () -> true);
        loop = writer.loop(streams, team);
    }

    @Override
    public void step() {
        var task = new WritingTask(
                new int[] {0}, streams, CHARACTERS + 1, SamplingParams.untruncated(), List.of(), SEED + steps++);
        written = writer.write(task, loop);
    }

    /// What the last step wrote.
    List<WrittenText> written() {
        return written;
    }

    @Override
    public long charactersPerStep() {
        return (long) CHARACTERS * streams;
    }

    @Override
    public void close() {
        team.close();
    }

    /// The first `size` characters of Unicode from the space on.
    private static Vocabulary vocabulary(int size) {
        return Vocabulary.of(IntStream.range(' ', ' ' + size)
                .map(point -> point < Character.MIN_SURROGATE ? point : point + SURROGATES)
                .toArray());
    }
}
