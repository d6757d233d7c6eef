using Cocoon.Inference.Decoding;
using Cocoon.Inference.Running;
using Cocoon.Inference.Tensors;
using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Inference.Tests.Decoding;

/// <summary>What the decoder runner promises over a batch-invariant backend. A backend's test class inherits this.</summary>
public abstract class RunnerConformance
{
    private const int Longest = 70;

    protected abstract ITensorBackend Create();

    [Fact]
    public void However_prompts_are_cut_batched_forked_and_evicted_the_bits_are_those_of_each_alone()
    {
        // Prompts that share 0, 20 and 50 tokens with each other.
        int[][] prompts = [.. Enumerable.Range(0, 6).Select(i => (int[])[.. RandomModel.Prompt(i % 3 * 20 + i % 3 / 2 * 10, seed: 1), .. RandomModel.Prompt(Longest, seed: 10 + i)])];
        for (var i = 0; i < prompts.Length; i++) prompts[i] = prompts[i][..Longest];
        float[][][] alone = [.. prompts.Select(Alone)];
        using var runner = Open(blocks: 14);
        var found = 0;

        Prop.ForAll(Arb.From(Gen.Choose(0, 1_000_000)), seed =>
        {
            var play = new RunnerPlay(runner, prompts, alone, new Random(seed));
            play.ToTheEnd();
            found += play.Found;
            runner.Used.Should().Be(0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(8));

        found.Should().BePositive("prompts were read again from earlier ones");
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        using var runner = Open(blocks: 20);
        var step = new RunnerStep(runner.MaxRows);
        int[] sequences = [.. Enumerable.Range(0, 3).Select(i => runner.Open([i]).Sequence)];

        // Three times: what the runtime itself allocates once, such as for a lock that is waited for, is no step's.
        Enumerable.Range(0, 3).Min(_ => AllocatedBy(25)).Should().Be(0);

        long AllocatedBy(int steps)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < steps; i++) Read();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        void Read()
        {
            step.Clear();
            foreach (var sequence in sequences)
            {
                runner.TryReserve(sequence, 1);
                step.Add(sequence, [7], StepOutput.Logits);
            }
            runner.Run(step);
        }
    }

    [Fact]
    public void Prompts_are_found_again_within_their_scope_until_memory_is_wanted()
    {
        using var runner = Open(blocks: 5);
        var prompt = RandomModel.Prompt(48, seed: 3);
        Read(runner, runner.Open(prompt, scope: 5), prompt);

        Cached(prompt, scope: 5).Should().Be(32, "the last token's logits are wanted, so its block is read again");
        Cached(prompt, scope: 6).Should().Be(0, "strangers do not learn who asked what");
        Cached([.. prompt, 1], scope: 5).Should().Be(48);
        Cached([.. prompt[..20], 40, .. prompt[21..]], scope: 5).Should().Be(16);

        var other = RandomModel.Prompt(60, seed: 4);
        Read(runner, runner.Open(other), other);
        Cached([.. prompt, 1], scope: 5).Should().Be(16, "one block was not wanted: the beginning");
        runner.Used.Should().Be(0);
        runner.Capacity.Should().Be(80);

        int Cached(int[] tokens, ulong scope)
        {
            var start = runner.Open(tokens, scope);
            runner.Close(start.Sequence);
            return start.Cached;
        }
    }

    [Fact]
    public void Steps_that_make_no_sense_are_refused_and_change_nothing()
    {
        using var runner = Open(blocks: 3);
        var (sequence, step) = (runner.Open([1]).Sequence, new RunnerStep(runner.MaxRows));

        Running(() => step.Add(sequence, [41], StepOutput.None)).Should().Throw<ArgumentException>().WithMessage("*vocabulary*");
        Running(() => step.Add(sequence, [-1], StepOutput.None)).Should().Throw<ArgumentException>().WithMessage("*vocabulary*");
        Running(() => step.Add(sequence + 1, [1], StepOutput.None)).Should().Throw<ArgumentException>().WithMessage("*open*");
        Running(() => { step.Add(sequence, [1], StepOutput.None); step.Add(sequence, [1], StepOutput.None); }).Should().Throw<ArgumentException>().WithMessage("*one slice*");
        Running(() => step.Add(sequence, new int[49], StepOutput.None)).Should().Throw<InvalidOperationException>().WithMessage("*memory*");
        Running(() => { }).Should().Throw<ArgumentException>();
        runner.TryReserve(sequence, 49).Should().BeFalse();
        runner.Used.Should().Be(0);

        runner.TryReserve(sequence, 48).Should().BeTrue();
        runner.Used.Should().Be(48);

        Action Running(Action fill) => () =>
        {
            step.Clear();
            fill();
            runner.Run(step);
        };
    }

    private DecoderRunner Open(int blocks) => new(
        RandomModel.Config, RandomModel.Write(RandomModel.Config), Create(), new DecoderRunnerOptions { MaxSequences = 5, MaxRows = 64, KeyValueBlocks = blocks });

    /// <summary>Logits after each token, read one by one by a runner that does nothing else.</summary>
    private float[][] Alone(int[] prompt)
    {
        using var runner = Open(blocks: 6);
        var (sequence, step) = (runner.Open(prompt).Sequence, new RunnerStep(1));
        return [.. prompt.Select(token =>
        {
            step.Clear();
            step.Add(sequence, [token], StepOutput.Logits);
            runner.Run(step);
            return runner.Output(0).ToArray();
        })];
    }

    private static void Read(DecoderRunner runner, SequenceStart start, int[] prompt)
    {
        var step = new RunnerStep(runner.MaxRows);
        step.Add(start.Sequence, prompt.AsSpan(start.Cached), StepOutput.None);
        runner.Run(step);
        runner.Close(start.Sequence);
    }
}
