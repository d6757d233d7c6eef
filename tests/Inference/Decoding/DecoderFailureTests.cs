using Cocoon.Inference.Decoding;
using Cocoon.Inference.Running;
using Cocoon.Inference.Tests.Decoding.Reference;

namespace Cocoon.Inference.Tests.Decoding;

public sealed class DecoderFailureTests
{
    [Fact]
    public void A_step_that_fails_half_way_is_as_if_it_had_never_been()
    {
        var (prompt, calls, failing) = (RandomModel.Prompt(40, seed: 1), 0, 2);
        using var runner = new DecoderRunner(
            RandomModel.Config, RandomModel.Write(RandomModel.Config), new ReferenceBackend(() => { if (++calls == failing) throw new InvalidOperationException("The device is lost."); }));
        var step = new RunnerStep(runner.MaxRows);
        var sequence = runner.Open(prompt).Sequence;
        step.Add(sequence, prompt, StepOutput.Logits);

        runner.Invoking(failed => failed.Run(step)).Should().Throw<InvalidOperationException>().WithMessage("The device is lost.");
        var other = runner.Open(prompt);
        other.Cached.Should().Be(0, "nothing was read");
        runner.Close(other.Sequence);

        runner.Run(step);
        var logits = runner.Output(0).ToArray();
        runner.Close(sequence);
        runner.Used.Should().Be(0);

        using var healthy = new DecoderRunner(RandomModel.Config, RandomModel.Write(RandomModel.Config), new ReferenceBackend());
        step.Clear();
        step.Add(healthy.Open(prompt).Sequence, prompt, StepOutput.Logits);
        healthy.Run(step);
        logits.Should().Equal(healthy.Output(0).ToArray());
    }
}
