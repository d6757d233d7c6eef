using Cocoon.Inference.Running;

namespace Cocoon.Inference.Serving;

/// <summary>Tokens that belong together and are read one after the other: a choice of a generation, or a text to embed. Used by the engine's thread only.</summary>
/// <param name="job">The request it belongs to.</param>
/// <param name="number">Its place among the request's sequences.</param>
internal abstract class EngineSequence(EngineJob job, int number)
{
    public EngineJob Job { get; } = job;

    public int Number { get; } = number;

    /// <summary>The runner's name for it; null while it is not open there.</summary>
    public int? Handle { get; private set; }

    /// <summary>Tokens that the runner has read of it.</summary>
    public int Read { get; private set; }

    /// <summary>All tokens known so far.</summary>
    public abstract ReadOnlySpan<int> Tokens { get; }

    /// <summary>What is told to the runner when it is opened.</summary>
    public abstract ReadOnlySpan<int> Opening { get; }

    /// <summary>Tokens known and not read yet; never 0 between steps.</summary>
    public int Pending => Tokens.Length - Read;

    /// <summary>Whether it writes: what was read last is what was chosen last.</summary>
    public bool IsWriting => Read > 0 && Pending == 1;

    public void Opened(int handle, int read) => (Handle, Read) = (handle, read);

    /// <summary>It is not at the runner any more; what comes of it begins anew when it is opened again.</summary>
    public virtual void Closed() => (Handle, Read) = (null, 0);

    public void Advance(int tokens) => Read += tokens;

    /// <summary>What a step that reads so many more tokens has to tell.</summary>
    public abstract StepOutput Wants(int tokens);

    /// <summary>Takes what a step told of it.</summary>
    /// <returns>Whether it is finished.</returns>
    public abstract bool Take(ReadOnlySpan<float> output);

    /// <summary>Older requests first, and theirs in their order.</summary>
    public bool IsBefore(EngineSequence other) => Job.Order < other.Job.Order || (Job.Order == other.Job.Order && Number < other.Number);
}
